package io.samforge.calib.onnx;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import io.samforge.calib.quant.FloatMatrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A float tensor read from a model.
 *
 * @param name name in the graph
 * @param shape dimensions; empty for a scalar
 * @param values elements in row-major order
 */
public record OnnxTensorData(String name, int[] shape, float[] values) {
  /** Refuses a number of elements that does not fit the shape. */
  public OnnxTensorData {
    long elements = 1;
    for (int dimension : shape) {
      elements *= dimension;
    }
    if (elements != values.length) {
      throw new UserError(
          "the tensor %s has %d elements where its shape asks for %d"
              .formatted(name, values.length, elements));
    }
  }

  static OnnxTensorData of(TensorProto tensor, String source) {
    int[] shape = tensor.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
    float[] values;
    if (tensor.hasRawData()) {
      if (tensor.getRawData().size() % Float.BYTES != 0) {
        throw new UserError(
            "the tensor %s of %s has half an element".formatted(tensor.getName(), source));
      }
      values = new float[tensor.getRawData().size() / Float.BYTES];
      tensor
          .getRawData()
          .asReadOnlyByteBuffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
    } else {
      values = new float[tensor.getFloatDataCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatData(i);
      }
    }
    return new OnnxTensorData(tensor.getName(), shape, values);
  }

  /** The elements of a tensor of signed integers; none for a tensor of another type. */
  static LongStream integers(TensorProto tensor) {
    ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    return switch (ElementType.of(tensor.getDataType()).orElse(ElementType.FLOAT)) {
      case INT8 -> integers(tensor, raw, Byte.BYTES, raw::get);
      case INT16 -> integers(tensor, raw, Short.BYTES, raw::getShort);
      case INT32 -> integers(tensor, raw, Integer.BYTES, raw::getInt);
      case INT64 -> integers(tensor, raw, Long.BYTES, raw::getLong);
      default -> LongStream.empty();
    };
  }

  private static LongStream integers(
      TensorProto tensor, ByteBuffer raw, int bytes, IntToLongFunction element) {
    return tensor.hasRawData()
        ? IntStream.range(0, raw.remaining() / bytes).mapToLong(i -> element.applyAsLong(i * bytes))
        : LongStream.concat(
            tensor.getInt64DataList().stream().mapToLong(Long::longValue),
            tensor.getInt32DataList().stream().mapToLong(Integer::longValue));
  }

  /** True for a tensor of two dimensions. */
  public boolean isMatrix() {
    return shape.length == 2;
  }

  /** The tensor as a matrix: the last dimension is the columns, all others together the rows. */
  public FloatMatrix asMatrix() {
    int columns = shape.length == 0 ? 1 : shape[shape.length - 1];
    return new FloatMatrix(values.length / columns, columns, values);
  }
}
