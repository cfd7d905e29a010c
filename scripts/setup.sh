#!/usr/bin/env bash
# Installs what samforge needs and is not there yet. Silent and quick when nothing is missing.
#
# Nothing is remembered between runs: every run looks for the tools and files themselves.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly MINIMUM_JAVA=17
readonly BACKGROUNDS=/usr/share/backgrounds

fail() {
  echo "setup: $*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Reads the JDK's own 'release' file: starting javac would take a third of a second.
has_jdk() {
  local javac home version
  javac=$(command -v javac) || return 1
  home=$(dirname "$(dirname "$(readlink -f "$javac")")")
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release" 2>/dev/null)
  [[ -n $version ]] || version=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  [[ -n $version && $version -ge $MINIMUM_JAVA ]]
}

# Prints the Debian packages whose tool or file is absent, one per line.
missing_packages() {
  has verilator || echo verilator
  has yosys || echo yosys
  has iverilog || echo iverilog
  has g++ || echo g++
  has make || echo make
  has z3 || echo z3
  has tclsh || echo tcl
  has nextpnr-ice40 || echo nextpnr-ice40
  has icepack || echo fpga-icestorm
  has mvn || echo maven
  has npm || echo npm
  has chromium || echo chromium
  has_jdk || echo openjdk-17-jdk-headless
  [[ -e /usr/include/zlib.h ]] || echo zlib1g-dev
  [[ -e $BACKGROUNDS/Bridge_by_Sander_Klootwijk.jpg ]] || echo lomiri-wallpapers-16.04
  [[ -e $BACKGROUNDS/mate/nature/Garden.jpg ]] || echo mate-backgrounds
}

# Runs one apt-get command as root; its output is shown only when it fails, shortened to the reason.
apt_get() {
  local log reason
  log=$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" 2>&1) && return
  reason=$(grep -m1 '^E:' <<<"$log" || tail -n1 <<<"$log")
  fail "cannot install ${packages[*]}: 'apt-get $*' failed: ${reason#E: }"
}

install_packages() {
  has apt-get || fail "missing ${packages[*]} (Debian package names), and there is no apt-get to install them"
  as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    has sudo || fail "missing ${packages[*]}: run 'apt-get install ${packages[*]}' as root (no sudo here)"
    as_root=(sudo)
  fi
  echo "setup: installing ${packages[*]}"
  apt_get update
  apt_get install --no-install-recommends "${packages[@]}"
  mapfile -t packages < <(missing_packages)
  [[ ${#packages[@]} -eq 0 ]] || fail "still missing after 'apt-get install': ${packages[*]}"
}

mapfile -t packages < <(missing_packages)
[[ ${#packages[@]} -eq 0 ]] || install_packages

if [[ -e scripts/fetch-model.sh ]]; then
  bash scripts/fetch-model.sh
fi
