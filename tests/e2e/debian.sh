# Functions for the scripts in install/, which source this file: unpack and start editors of another Debian release.
#
# Nothing is installed: the packages and their dependencies are unpacked into $CACHE, and started with their own loader.
# This needs apt and dpkg-deb, but neither root nor a chroot.

set -eu

CACHE=${WIT_LSP_E2E_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wit-lsp-e2e}

# unpack FOLDER RELEASE PACKAGE...: unpacks packages into $CACHE/FOLDER, unless it exists.
unpack() {
  root=$CACHE/$1 release=$2
  shift 2
  [ ! -e "$root" ] || return 0
  new=$root.new.$$
  state=$new/.apt
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  : >"$state/status"
  # The mirror of this machine; the `security` mirror does not have all packages of a release.
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

# launcher NAME ROOT PROGRAM: creates $CACHE/bin/NAME, which starts ROOT/PROGRAM with ROOT's own loader. The lines on
# stdin run before; they may use $R, and add arguments with `set --`.
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
