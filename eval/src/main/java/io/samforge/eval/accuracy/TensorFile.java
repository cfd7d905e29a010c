package io.samforge.eval.accuracy;

import io.samforge.arch.AtomicFile;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A float tensor in a file: its elements, 32-bit floats, lowest byte first.
 *
 * @param path the file
 * @param shape dimensions of the tensor
 */
record TensorFile(Path path, List<Long> shape) {
  /** The tensor; empty if the file is missing or has another size. */
  Optional<FloatTensor> read() {
    long elements = shape.stream().reduce(1L, Math::multiplyExact);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (bytes.length != elements * Float.BYTES) {
      return Optional.empty();
    }
    float[] values = new float[Math.toIntExact(elements)];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Optional.of(new FloatTensor(shape, values));
  }

  /** Writes the file. */
  void write(FloatTensor tensor) {
    if (!tensor.shape().equals(shape)) {
      throw new IllegalArgumentException("a tensor of " + tensor.shape() + " for " + shape);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.data().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    new AtomicFile(path).write(bytes.array());
  }
}
