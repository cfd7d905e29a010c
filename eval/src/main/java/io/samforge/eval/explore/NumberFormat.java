package io.samforge.eval.explore;

import io.samforge.arch.UserError;
import io.samforge.arch.config.Arithmetic;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The numbers that an accelerator computes with. */
public enum NumberFormat {
  /** Floats of 32 bits. */
  FP32(32),
  /** Uniform codes of 8 bits. */
  INT8(8),
  /** Hybrid log-uniform codes of 6 bits and channel groups. */
  W6A6(6),
  /** The same with 5 bits. */
  W5A5(5),
  /** The same with 4 bits. */
  W4A4(4);

  private final int bits;

  NumberFormat(int bits) {
    this.bits = bits;
  }

  /** Returns the bits of a weight and of an activation. */
  public int bits() {
    return bits;
  }

  /** Returns whether every operand is uniform. */
  public boolean uniform() {
    return this == FP32 || this == INT8;
  }

  /** Returns the arithmetic of the engine. */
  public Arithmetic arithmetic() {
    return this == FP32 ? Arithmetic.FP32 : Arithmetic.HYBRID;
  }

  /**
   * Returns the format of a name.
   *
   * @throws UserError if there is none
   */
  public static NumberFormat named(String name) {
    return Arrays.stream(values())
        .filter(format -> format.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "number format %s is unknown; allowed: %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(Enum::name)
                                .collect(Collectors.joining(", ")))));
  }
}
