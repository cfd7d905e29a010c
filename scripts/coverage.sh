#!/usr/bin/env bash
# Runs every test with the coverage agent and prints the totals and the path of the report.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

report=coverage/target/site/jacoco-aggregate
rm -rf coverage/target -- */target/jacoco.exec
mvn -q -Pcoverage verify

[[ -e $report/jacoco.csv ]] || { echo "coverage: no report was written to $report" >&2; exit 1; }
awk -F, '
  function percent(covered, missed) { return covered + missed ? 100 * covered / (covered + missed) : 0 }
  NR > 1 { im += $4; ic += $5; bm += $6; bc += $7; lm += $8; lc += $9 }
  END {
    printf "lines %.1f %% (%d of %d), ", percent(lc, lm), lc, lc + lm
    printf "branches %.1f %% (%d of %d), ", percent(bc, bm), bc, bc + bm
    printf "instructions %.1f %%\n", percent(ic, im)
  }' "$report/jacoco.csv"
echo "HTML: $report/index.html"
echo "XML:  $report/jacoco.xml"
