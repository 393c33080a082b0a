# What the scripts in install/ share, to be sourced: editors of another Debian release, beside the machine's own.
#
# Nothing is installed: packages are unpacked into $CACHE, with all that they depend on, and started through the loader
# that came with them. This needs apt and dpkg-deb, but neither root nor a chroot.

set -eu

CACHE=${WIT_LSP_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wit-lsp-e2e}

# unpack FOLDER RELEASE PACKAGE...: into $CACHE/FOLDER, unless it is there.
unpack() {
  root=$CACHE/$1 release=$2
  shift 2
  [ ! -e "$root" ] || return 0
  new=$root.new.$$
  state=$new/.apt
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  : >"$state/status"
  # The mirror that this machine itself uses; `security` has not all of a release.
  mirror=${WIT_LSP_E2E_MIRROR:-$(apt-get indextargets --format '$(REPO_URI) $(ORIGIN)' 'Created-By: Packages' |
    sed -n 's/ Debian$//p' | grep -v security | sort -u | head -n 1)}
  [ -n "$mirror" ] || {
    echo "apt knows no mirror of Debian: try apt-get update, or name one in WIT_LSP_E2E_MIRROR" >&2
    exit 1
  }
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $release main" >"$state/sources.list"
  apt_there update
  apt_there -y --download-only install "$@"
  for package in "$state"/archives/*.deb; do
    dpkg-deb -x "$package" "$new"
  done
  rm -rf "$state"
  mv "$new" "$root"
}

apt_there() {
  apt-get -qq -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache::archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Install-Recommends=false -o Acquire::Languages=none -o Debug::NoLocking=true \
    -o APT::Sandbox::User=root "$@"
}

# launcher NAME ROOT PROGRAM: $CACHE/bin/NAME starts ROOT/PROGRAM through ROOT's own loader. Lines on stdin go before
# (they may use $R, and add arguments by `set --`).
launcher() {
  mkdir -p "$CACHE/bin"
  loader=$(cd "$CACHE/$2" && find . -name 'ld-linux*' -path '*lib*' | sort | tail -n 1)
  libraries=$(dirname "$(cd "$CACHE/$2" && find . -name libc.so.6 | head -n 1)")
  {
    echo '#!/bin/sh'
    echo "R='$CACHE/$2'"
    cat
    echo "exec \"\$R/$loader\" --library-path \"\$R/$libraries\" \"\$R/$3\" \"\$@\""
  } >"$CACHE/bin/$1.new"
  chmod +x "$CACHE/bin/$1.new"
  mv "$CACHE/bin/$1.new" "$CACHE/bin/$1"
}
