package io.samforge.calib.graph;

import com.google.protobuf.ByteString;
import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.GraphProto;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.StringStringEntryProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder in which ONNX Runtime finds models. Large constants are in files of their own,
 * because an ONNX file holds at most 2 GiB; closing removes the folder.
 */
final class ModelFolder implements AutoCloseable {
  /** Constants of fewer bytes stay inside a model. */
  static final int SMALL = 1024;

  private static final int EXTERNAL = 1;

  private final Path folder;

  ModelFolder() {
    try {
      folder = Files.createTempDirectory("samforge-model");
    } catch (IOException e) {
      throw new UserError("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  /** The path of a file in the folder. */
  Path path(String name) {
    return folder.resolve(name);
  }

  /** Writes a model to a file of this name, its large constants to another. */
  Path write(String name, ModelProto model) {
    Path file = path(name);
    GraphProto.Builder graph = model.getGraph().toBuilder().clearInitializer();
    String location = name + ".data";
    try (OutputStream data = Files.newOutputStream(path(location))) {
      long offset = 0;
      for (TensorProto tensor : model.getGraph().getInitializerList()) {
        ByteString raw = tensor.getRawData();
        boolean small = raw.size() < SMALL;
        graph.addInitializer(small ? tensor : external(tensor, location, offset));
        if (!small) {
          raw.writeTo(data);
          offset += raw.size();
        }
      }
      Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    } catch (IOException e) {
      throw new UserError(file + ": the file cannot be written: " + e, e);
    }
    return file;
  }

  private static TensorProto external(TensorProto tensor, String location, long offset) {
    return tensor.toBuilder()
        .clearRawData()
        .setDataLocation(EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Integer.toString(tensor.getRawData().size())))
        .build();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
