package io.samforge.calib.synth;

import io.samforge.arch.UserError;

/**
 * How an exporter writes one and the same network down.
 *
 * @param opset version of the ONNX operators, 12 to 20
 * @param fusedNorm LayerNormalization nodes instead of ReduceMean, Sub, Pow, Sqrt, Div; opset 17 on
 * @param fusedGelu Gelu nodes instead of Div, Erf, Add, Mul, Mul; opset 20
 * @param shapes where the shapes of Reshape and the pads of Pad come from
 * @param positions how relative positions are multiplied with the queries
 */
public record ExportStyle(
    int opset, boolean fusedNorm, boolean fusedGelu, Shapes shapes, Positions positions) {
  /** The older form: everything spelled out, shapes computed by nodes. */
  public static final ExportStyle DECOMPOSED =
      new ExportStyle(12, false, false, Shapes.COMPUTED, Positions.MAT_MUL);

  /** Fused LayerNorm, GELU spelled out, shapes computed by nodes. */
  public static final ExportStyle FUSED_NORM =
      new ExportStyle(17, true, false, Shapes.COMPUTED, Positions.MAT_MUL);

  /** The newer form: fused LayerNorm and GELU, constant shapes, Einsum. */
  public static final ExportStyle FUSED =
      new ExportStyle(20, true, true, Shapes.CONSTANT, Positions.EINSUM);

  private static final int FIRST_OPSET = 12;
  private static final int LAYER_NORM_OPSET = 17;
  private static final int GELU_OPSET = 20;

  /** Where shapes come from. */
  public enum Shapes {
    /** Shape, Gather, arithmetic, Unsqueeze and Concat, as tracing exporters emit them. */
    COMPUTED,
    /** Constants; a batch size that is left open is -1. */
    CONSTANT
  }

  /** How relative positions are multiplied with the queries. */
  public enum Positions {
    /** MatMul of an activation and a constant, with Transpose around it. */
    MAT_MUL,
    /** One Einsum. */
    EINSUM
  }

  /** Refuses an operator that the opset does not have. */
  public ExportStyle {
    if (opset < FIRST_OPSET || opset > GELU_OPSET) {
      throw new UserError(
          "export style: opset %d; allowed: %d to %d".formatted(opset, FIRST_OPSET, GELU_OPSET));
    }
    if (fusedNorm && opset < LAYER_NORM_OPSET) {
      throw new UserError("export style: LayerNormalization needs opset 17, not " + opset);
    }
    if (fusedGelu && opset < GELU_OPSET) {
      throw new UserError("export style: Gelu needs opset 20, not " + opset);
    }
  }

  /** The same style with other relative positions. */
  public ExportStyle with(Positions other) {
    return new ExportStyle(opset, fusedNorm, fusedGelu, shapes, other);
  }

  /** The same style with other shapes. */
  public ExportStyle with(Shapes other) {
    return new ExportStyle(opset, fusedNorm, fusedGelu, other, positions);
  }
}
