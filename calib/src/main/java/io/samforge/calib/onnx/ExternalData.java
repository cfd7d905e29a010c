package io.samforge.calib.onnx;

import com.google.protobuf.ByteString;
import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.StringStringEntryProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads tensors that a model stores in files next to it. Such a file must be inside the folder of
 * the model, also after symbolic links were followed.
 *
 * @param folder the folder of the model
 * @param source what error messages call the model
 */
record ExternalData(Path folder, String source) {
  private static final int EXTERNAL = 1;

  /**
   * The tensor with its data inside; a tensor that has its data inside already is returned as it
   * is.
   *
   * @throws UserError if the file is missing, outside of the folder or too short
   */
  TensorProto inline(TensorProto tensor) {
    if (tensor.getDataLocation() != EXTERNAL) {
      return tensor;
    }
    long bytes = new TensorCheck(source).storedBytes(tensor);
    Path file = file(tensor);
    long offset = number(tensor, "offset", 0);
    long length = number(tensor, "length", bytes);
    if (length != bytes) {
      throw error(tensor, "has %d bytes in %s where its shape asks for %d", length, file, bytes);
    }
    return tensor.toBuilder()
        .clearExternalData()
        .clearDataLocation()
        .setRawData(read(tensor, file, offset, Math.toIntExact(bytes)))
        .build();
  }

  private ByteString read(TensorProto tensor, Path file, long offset, int bytes) {
    try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "r")) {
      if (offset < 0 || offset > data.length() - bytes) {
        throw error(
            tensor,
            "wants bytes %d to %d of %s, which has %d",
            offset,
            offset + bytes,
            file,
            data.length());
      }
      byte[] content = new byte[bytes];
      data.seek(offset);
      data.readFully(content);
      return ByteString.copyFrom(content);
    } catch (IOException e) {
      throw error(tensor, "is stored in %s, which cannot be read: %s", file, e.getMessage());
    }
  }

  private Path file(TensorProto tensor) {
    String location = entry(tensor, "location");
    try {
      Path file = folder.resolve(location).normalize();
      if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(folder)) {
        throw error(tensor, "is stored in '%s', which is not inside the model's folder", location);
      }
      if (!Files.isRegularFile(file)) {
        throw error(tensor, "is stored in %s, which is missing", file);
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw error(tensor, "is stored in '%s', which leads out of the model's folder", location);
      }
      return file;
    } catch (IOException | InvalidPathException e) {
      throw error(tensor, "is stored in a file that cannot be found: %s", e.getMessage());
    }
  }

  private long number(TensorProto tensor, String key, long otherwise) {
    String value = entry(tensor, key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw error(tensor, "has the %s '%s', which is no number", key, value);
    }
  }

  private static String entry(TensorProto tensor, String key) {
    return tensor.getExternalDataList().stream()
        .filter(entry -> entry.getKey().equals(key))
        .map(StringStringEntryProto::getValue)
        .findFirst()
        .orElse("");
  }

  private UserError error(TensorProto tensor, String message, Object... values) {
    return new UserError(
        "the tensor %s of %s %s".formatted(tensor.getName(), source, message.formatted(values)));
  }
}
