package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Checks a constant before anything is computed with it.
 *
 * @param source what error messages call the model
 */
record TensorCheck(String source) {
  private static final int FLOAT16_EXPONENT = 0x7c00;
  private static final int FLOAT16_FRACTION = 0x03ff;

  /**
   * Bytes that the elements of {@code tensor} take in a file.
   *
   * @throws UserError if the shape is impossible, the tensor too large, or its type unknown
   */
  long storedBytes(TensorProto tensor) {
    ElementType type =
        ElementType.of(tensor.getDataType())
            .orElseThrow(() -> error(tensor, "has the element type " + tensor.getDataType()));
    long bytes = Integer.MAX_VALUE + 1L;
    long elements = elements(tensor);
    if (elements <= Integer.MAX_VALUE) {
      bytes = elements * type.bits() / Byte.SIZE;
    }
    if (bytes > Integer.MAX_VALUE) {
      throw error(tensor, "has %d elements, more than 2 GiB".formatted(elements));
    }
    return bytes;
  }

  /**
   * Returns the tensor when it has as many elements as its shape asks for and all are finite. An
   * infinite scalar is allowed, because models fill masks with it.
   *
   * @throws UserError otherwise, naming the tensor and the element
   */
  TensorProto checked(TensorProto tensor) {
    Optional<ElementType> type = ElementType.of(tensor.getDataType());
    if (type.isEmpty()) {
      elements(tensor);
      return tensor;
    }
    long expected = storedBytes(tensor);
    long found =
        tensor.hasRawData()
            ? tensor.getRawData().size()
            : (long) type.get().typedElements(tensor) * type.get().bits() / Byte.SIZE;
    if (found != expected) {
      throw error(
          tensor, "has %d bytes of data where its shape asks for %d".formatted(found, expected));
    }
    refuseInfinite(tensor, type.get());
    return tensor;
  }

  private void refuseInfinite(TensorProto tensor, ElementType type) {
    int elements = Math.toIntExact(elements(tensor));
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    boolean inside = tensor.hasRawData();
    for (int i = 0; i < elements; i++) {
      double value =
          switch (type) {
            case FLOAT -> inside ? raw.getFloat(i * Float.BYTES) : tensor.getFloatData(i);
            case DOUBLE -> inside ? raw.getDouble(i * Double.BYTES) : tensor.getDoubleData(i);
            case FLOAT16 ->
                half(inside ? raw.getShort(i * Short.BYTES) : (short) tensor.getInt32Data(i));
            default -> 0;
          };
      if (Double.isNaN(value) || (Double.isInfinite(value) && elements > 1)) {
        throw error(tensor, "has the value %s at index %d".formatted(value, i));
      }
    }
  }

  /** Zero for every finite half-precision number, infinity and NaN for the others. */
  private static double half(short bits) {
    if ((bits & FLOAT16_EXPONENT) != FLOAT16_EXPONENT) {
      return 0;
    }
    return (bits & FLOAT16_FRACTION) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
  }

  private long elements(TensorProto tensor) {
    long elements = 1;
    for (long dimension : tensor.getDimsList()) {
      if (dimension < 0) {
        throw error(tensor, "has the shape " + tensor.getDimsList());
      }
      if (elements > 0 && dimension > Long.MAX_VALUE / elements) {
        throw error(tensor, "has more elements than can be counted");
      }
      elements *= dimension;
    }
    return elements;
  }

  private UserError error(TensorProto tensor, String message) {
    return new UserError("the tensor %s of %s %s".formatted(tensor.getName(), source, message));
  }
}
