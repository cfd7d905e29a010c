package io.samforge.eval.segment;

import io.samforge.arch.UserError;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What computes the accelerated steps of a model. */
public enum ComputeTarget {
  /** Floats in ONNX Runtime; nothing is quantised. */
  FLOAT,
  /** The golden model: exact integers in Java. */
  GOLDEN,
  /** The Verilog of the accelerator, simulated. */
  SIM;

  /** The target as it is written on a command line. */
  public String option() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The target called {@code text}.
   *
   * @throws UserError if there is none, with all there are
   */
  public static ComputeTarget parse(String text) {
    return Arrays.stream(values())
        .filter(target -> target.option().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "segment: --on %s is unknown; allowed: %s"
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(ComputeTarget::option)
                                .collect(Collectors.joining(", ")))));
  }
}
