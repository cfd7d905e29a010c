package io.samforge.calib.onnx;

import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.Arrays;
import java.util.Optional;

/** The element types of ONNX tensors whose size is checked, as the ONNX specification counts. */
public enum ElementType {
  /** IEEE 754 single precision. */
  FLOAT(1, 32),
  /** Unsigned byte. */
  UINT8(2, 8),
  /** Signed byte. */
  INT8(3, 8),
  /** Unsigned 16-bit integer. */
  UINT16(4, 16),
  /** Signed 16-bit integer. */
  INT16(5, 16),
  /** Signed 32-bit integer. */
  INT32(6, 32),
  /** Signed 64-bit integer. */
  INT64(7, 64),
  /** Truth value, a byte each. */
  BOOL(9, 8),
  /** IEEE 754 half precision. */
  FLOAT16(10, 16),
  /** IEEE 754 double precision. */
  DOUBLE(11, 64),
  /** Unsigned 32-bit integer. */
  UINT32(12, 32),
  /** Unsigned 64-bit integer. */
  UINT64(13, 64),
  /** Single precision with a short fraction. */
  BFLOAT16(16, 16);

  private final int code;
  private final int bits;

  ElementType(int code, int bits) {
    this.code = code;
    this.bits = bits;
  }

  /** The type of this number in ONNX, if it is one of these. */
  public static Optional<ElementType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }

  /** Number of this type in ONNX. */
  public int code() {
    return code;
  }

  /** Bits of an element in raw data. */
  public int bits() {
    return bits;
  }

  /** Number of elements of {@code tensor} in the field that is meant for this type. */
  int typedElements(TensorProto tensor) {
    return switch (this) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      case UINT32, UINT64 -> tensor.getUint64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }
}
