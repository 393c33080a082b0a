#!/bin/sh
# Helix 25.01 of Debian 13, and tmux, which types the keys in the tests.
. "$(dirname "$0")/../debian.sh"

unpack helix-trixie trixie hx
launcher hx helix-trixie usr/lib/hx/hx <<'EOF'
export HELIX_RUNTIME="$R/usr/lib/hx/runtime"
EOF
"$CACHE/bin/hx" --version

command -v tmux >/dev/null || {
  unpack tmux-trixie trixie tmux
  launcher tmux tmux-trixie usr/bin/tmux </dev/null
}
