package io.samforge.calib.recon;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Turns the constants of ONNX models into tensors of PyTorch. */
final class HostConstants {
  private static final int FLOAT = 1;
  private static final int INT32 = 6;
  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private HostConstants() {}

  /**
   * Returns the type of PyTorch for a type of ONNX.
   *
   * @throws IllegalArgumentException for types that units do not compute with
   */
  static DataType type(int onnx) {
    return switch (onnx) {
      case FLOAT -> DataType.FLOAT32;
      case INT32 -> DataType.INT32;
      case INT64 -> DataType.INT64;
      case BOOL -> DataType.BOOLEAN;
      default -> throw new IllegalArgumentException("values of the ONNX type " + onnx);
    };
  }

  /**
   * Makes a tensor of a constant.
   *
   * @throws IllegalArgumentException for types that units do not compute with
   */
  static NDArray of(NDManager manager, TensorProto tensor) {
    DataType type = type(tensor.getDataType());
    Shape shape = new Shape(tensor.getDimsList());
    if (tensor.hasRawData()) {
      ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer();
      ByteBuffer direct = ByteBuffer.allocateDirect(raw.remaining()).order(ByteOrder.nativeOrder());
      direct.put(raw).rewind();
      try (NDArray shared = manager.create(direct, shape, type)) {
        return shared.duplicate();
      }
    }
    return switch (type) {
      case FLOAT32 -> TorchEngine.owned(manager, floats(tensor.getFloatDataList()), shape);
      case INT64 ->
          manager.create(
              tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray(), shape);
      default ->
          manager
              .create(
                  tensor.getInt32DataList().stream().mapToInt(Integer::intValue).toArray(), shape)
              .toType(type, false);
    };
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
