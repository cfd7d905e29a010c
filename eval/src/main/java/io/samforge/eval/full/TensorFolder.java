package io.samforge.eval.full;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tensors in files, little-endian without a header, so that other processes find them.
 *
 * @param root the folder
 */
record TensorFolder(Path root) {
  /** Writes floats. */
  void write(String name, FloatTensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, tensor.data().length))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    new AtomicFile(file(name)).write(bytes.array());
  }

  /** Writes codes, [tokens][channels]. */
  void write(String name, byte[][] codes) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(codes.length, codes[0].length));
    for (byte[] row : codes) {
      bytes.put(row);
    }
    new AtomicFile(file(name)).write(bytes.array());
  }

  /**
   * Reads floats.
   *
   * @throws UserError when the file is missing or has another size
   */
  FloatTensor floats(String name, List<Long> shape) {
    long elements = shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
    float[] data = new float[Math.toIntExact(elements)];
    read(name, Float.BYTES * elements).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
    return new FloatTensor(shape, data);
  }

  /**
   * Reads codes, [tokens][channels].
   *
   * @throws UserError when the file is missing or has another size
   */
  byte[][] codes(String name, int tokens, int channels) {
    ByteBuffer bytes = read(name, (long) tokens * channels);
    byte[][] codes = new byte[tokens][channels];
    for (byte[] row : codes) {
      bytes.get(row);
    }
    return codes;
  }

  private ByteBuffer read(String name, long size) {
    Path file = file(name);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (bytes.length != size) {
        throw new UserError(
            "%s: %d bytes, not %d; remove the work folder and start again"
                .formatted(file, bytes.length, size));
      }
      return ByteBuffer.wrap(bytes);
    } catch (IOException e) {
      throw new UserError(
          file + ": the tensor cannot be read; remove the work folder and start again: " + e, e);
    }
  }

  private Path file(String name) {
    return root.resolve(name + ".bin");
  }
}
