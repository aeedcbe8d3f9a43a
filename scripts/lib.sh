# What the scripts share. Sourced, not run: `source "$(dirname "$0")/lib.sh"`; moves to the repository's root.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '== %s\n' "$*" >&2; }
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$*" >&2
  exit 1
}

# packages_for PURPOSE...: their names, one a line.
packages_for() {
  local purpose
  for purpose in "$@"; do
    sed -n "s/^$purpose //p" scripts/packages.txt
  done
}

# missing_packages PACKAGE...: those that are not installed, one a line. A package that another one provides
# counts as installed, and so does one that this release has renamed.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' | sed -n 's/^installed //p' |
    tr ',' '\n' | sed 's/^ *//; s/ (.*//; s/:.*//')
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed") || true
}

# as_root COMMAND...: runs it as root, without a question; fails where that is not possible.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

can_be_root() {
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# apt_get ARGUMENTS...: quiet unless it fails.
apt_get() {
  local log status=0
  log=$(mktemp)
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 \
    -o DPkg::Lock::Timeout=120 "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" != 0 ]; then
    grep -E '^(E|Err|W):' "$log" | tail -n 5 >&2 || true
  fi
  rm -f "$log"
  return "$status"
}

# install_packages PURPOSE...: installs what is missing, or says in one sentence why it cannot.
install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    if command -v cmake >/dev/null && command -v ninja >/dev/null; then
      say "No apt-get here: going on with what is installed (CMake names what is missing)"
      return
    fi
    fail "no package manager that this script knows (it knows apt-get): install cmake, ninja, a C++20 compiler and what scripts/packages.txt lists, then run it again"
  fi
  local wanted missing
  mapfile -t wanted < <(packages_for "$@")
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  if [ "${#missing[@]}" = 0 ]; then
    return
  fi
  if ! can_be_root; then
    fail "packages are missing and sudo asks for a password; type this once, then run it again:
  sudo apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  apt_get update || say "The package lists could not all be refreshed; trying with those that are here"
  apt_get install --no-install-recommends "${missing[@]}" ||
    fail "the packages could not be installed: is there a network connection, and room on the disk?"
}

# configure PRESET [-DOPTION=ON|OFF...]: runs CMake where the build folder is new or an option differs there. In a new one
# several sources are compiled as one, which takes half the time; who edits turns that off with BACKPROP_UNITY.
configure() {
  local preset=$1 cache="build/$1/CMakeCache.txt" option log differs=no
  shift
  if [ ! -f "build/$preset/build.ninja" ]; then
    differs=yes
    set -- "$@" -DBACKPROP_UNITY=ON
  fi
  for option in "$@"; do
    option=${option#-D}
    grep -qxF "${option%%=*}:BOOL=${option#*=}" "$cache" 2>/dev/null || differs=yes
  done
  [ "$differs" = yes ] || return 0
  say "Configuring build/$preset"
  log=$(cmake --preset "$preset" "$@" 2>&1) || {
    printf '%s\n' "$log" >&2
    fail "CMake could not configure build/$preset"
  }
}

# build PRESET [TARGET...]: what is not up to date; quiet where there is nothing to do.
build() {
  local preset=$1
  shift
  if ninja -C "build/$preset" -n "$@" 2>/dev/null | grep -q 'no work to do'; then
    return
  fi
  say "Building build/$preset (the first time takes some minutes)"
  ninja -C "build/$preset" "$@" >&2 || fail "the build failed; the messages above say where"
}
