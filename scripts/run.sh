#!/usr/bin/env bash
# Starts a main class of a built module without Maven: scripts/run.sh [--tests] MODULE MAIN [ARGUMENT...]
# With --tests the main class may be one of the module's tests.
# JAVA_OPTS replaces the default JVM options.
set -euo pipefail

classes=classes
[[ ${1:-} != --tests ]] || { classes=test-classes; shift; }
[[ $# -ge 2 ]] || { echo "usage: scripts/run.sh [--tests] MODULE MAIN [ARGUMENT...]" >&2; exit 2; }
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
module=$1
main=$2
shift 2

classpath_file=$root/$module/target/classpath.txt
if [[ ! -e $classpath_file ]]; then
  echo "run: module '$module' is not built; run 'make build' first" >&2
  exit 2
fi
read -ra options <<<"${JAVA_OPTS:--Xmx4g -Xss16m}"
if [[ $module == explore ]]; then
  # Spark meets classes of the JDK by reflection.
  for package in lang lang.invoke io net nio util util.concurrent; do
    options+=("--add-opens=java.base/java.$package=ALL-UNNAMED")
  done
  options+=(--add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/sun.security.action=ALL-UNNAMED)
fi
# PyTorch and DJL tell what they load; only what goes wrong matters here.
export TORCH_CPP_LOG_LEVEL=${TORCH_CPP_LOG_LEVEL:-ERROR}
terminal=false
[[ -t 2 ]] && terminal=true
exec java "${options[@]}" -Dsamforge.root="$root" -Dsamforge.terminal=$terminal -Djava.awt.headless=true \
  -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
  -cp "$root/$module/target/$classes:$root/$module/target/classes:$(<"$classpath_file")" "$main" "$@"
