package io.samforge.calib.synth;

import com.google.protobuf.ByteString;
import io.samforge.arch.AtomicFile;
import io.samforge.calib.onnx.OnnxGraph;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.StringStringEntryProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.nio.file.Path;

/**
 * An ONNX model with random weights.
 *
 * @param proto the model
 */
public record SyntheticModel(ModelProto proto) {
  /** Smaller tensors stay in the model when the weights go into a file of their own. */
  private static final int SMALLEST_EXTERNAL_BYTES = 1024;

  private static final int EXTERNAL = 1;

  /** The model as the compiler reads it. */
  public OnnxGraph graph() {
    return new OnnxGraph(proto, "synthetic.onnx");
  }

  /** The model as the bytes of an ONNX file. */
  public byte[] bytes() {
    return proto.toByteArray();
  }

  /** Writes one file that holds everything. */
  public void write(Path file) {
    new AtomicFile(file).write(bytes());
  }

  /** Writes the model to {@code file} and its weights to {@code file} with {@code .data} behind. */
  public void writeWithExternalData(Path file) {
    String dataName = file.getFileName() + ".data";
    ByteString.Output data = ByteString.newOutput();
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      ByteString raw = tensor.getRawData();
      if (raw.size() >= SMALLEST_EXTERNAL_BYTES) {
        tensor
            .clearRawData()
            .setDataLocation(EXTERNAL)
            .addExternalData(entry("location", dataName))
            .addExternalData(entry("offset", Integer.toString(data.size())))
            .addExternalData(entry("length", Integer.toString(raw.size())));
        data.write(raw.toByteArray(), 0, raw.size());
      }
    }
    new AtomicFile(file.resolveSibling(dataName)).write(data.toByteString().toByteArray());
    new AtomicFile(file).write(proto.toBuilder().setGraph(graph).build().toByteArray());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
