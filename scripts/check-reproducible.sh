#!/usr/bin/env bash
# Builds the tracked files twice, in two folders of different names, and compares the jars bit by bit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for copy in first second-copy; do
  mkdir -p "$work/$copy"
  git ls-files -z | xargs -0 cp --parents -t "$work/$copy"
  echo "reproducible: building the $copy copy"
  (cd "$work/$copy" && mvn -q -DskipTests package)
  (cd "$work/$copy" && find . -path './*/target/*.jar' | sort | xargs sha256sum) >"$work/$copy.sha256"
done

if ! diff "$work/first.sha256" "$work/second-copy.sha256"; then
  echo "reproducible: the jars above differ between two clean builds" >&2
  exit 1
fi
cat "$work/first.sha256"
echo "reproducible: $(wc -l <"$work/first.sha256") jars are identical in both builds"
