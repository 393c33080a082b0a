#!/bin/sh
# Emacs 30.1 of Debian 13, which includes eglot.
. "$(dirname "$0")/../debian.sh"

unpack emacs-trixie trixie emacs-nox
launcher emacs emacs-trixie usr/bin/emacs-nox <<'EOF'
E=$(echo "$R"/usr/share/emacs/[0-9]*)
export EMACSDATA="$E/etc" EMACSDOC="$E/etc" EMACSLOADPATH="$(find "$E/lisp" -type d -printf '%p:')"
export EMACSPATH="$(dirname "$(find "$R/usr/libexec" -name hexl)")"
set -- --dump-file="$(find "$R/usr/libexec" -name '*.pdmp')" "$@"
EOF
"$CACHE/bin/emacs" --version | head -n 1
