package io.samforge.eval.demo;

import java.util.List;

/** Tells where an accelerator and the golden model part. */
final class MismatchReport {
  private MismatchReport() {}

  /** One line for the first element of every layer that differs. */
  static List<String> lines(List<LayerResult> results) {
    return results.stream()
        .filter(result -> result.mismatches() > 0)
        .map(
            result ->
                "%s bits, %s; %d of %d elements differ"
                    .formatted(
                        result.bits(),
                        result.firstMismatch().orElseThrow().describe(),
                        result.mismatches(),
                        result.comparison().elements()))
        .toList();
  }
}
