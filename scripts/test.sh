#!/usr/bin/env bash
# Runs every test of every module and ends with one line: "N passed, N failed, N skipped".
#
# A failing test does not keep the modules behind it from being tested. The exit status is non-zero
# when a test failed, when the build failed, or when no test ran at all. Arguments go to Maven, for
# example -Dsamforge.seed=42.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Old reports would be counted again.
rm -rf -- */target/surefire-reports

# Surefire's own deadline did not stop a test that spins; this one ends Maven, and its test JVM with it.
readonly DEADLINE=${SAMFORGE_TEST_DEADLINE:-3300}
status=0
timeout --foreground "$DEADLINE" mvn verify -Dmaven.test.failure.ignore=true "$@" || status=$?
if [[ $status -eq 124 ]]; then
  echo "test: stopped after $DEADLINE seconds; SAMFORGE_TEST_DEADLINE sets another limit" >&2
fi

mapfile -t reports < <(find . -path './*/target/surefire-reports/TEST-*.xml' | sort)
if [[ ${#reports[@]} -eq 0 ]]; then
  echo "test: no test reported a result (Maven status $status), see the messages above" >&2
  exit $((status == 0 ? 1 : status))
fi

# Names every failed test and shows the end of what its class printed: a random test prints its seed.
show_failures() {
  local report class output
  for report in "${reports[@]}"; do
    grep -qE '<(failure|error)[ >]' "$report" || continue
    class=$(basename "$report" .xml)
    class=${class#TEST-}
    echo "FAILED in $class (details: ${report#./}):"
    awk '/<testcase /{match($0, /name="[^"]*"/); name = substr($0, RSTART + 6, RLENGTH - 7)}
         /<(failure|error)[ >]/{print "  " name}' "$report"
    output=$(dirname "$report")/$class-output.txt
    if [[ -s $output ]]; then
      echo "  last lines of ${output#./}:"
      tail -n 15 "$output" | sed 's/^/    /'
    fi
  done
}

show_failures
awk -v status="$status" '
  function attribute(key) {
    return match($0, " " key "=\"[0-9]+\"") ? substr($0, RSTART + length(key) + 3, RLENGTH) + 0 : 0
  }
  /<testsuite /{
    bad = attribute("failures") + attribute("errors"); failed += bad
    skip = attribute("skipped"); skipped += skip
    passed += attribute("tests") - bad - skip
  }
  END {
    if (status != 0) print "The build itself failed (status " status "): not every test may have run."
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit status != 0 ? status : failed > 0
  }' "${reports[@]}"
