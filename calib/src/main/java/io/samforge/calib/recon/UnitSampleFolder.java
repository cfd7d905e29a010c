package io.samforge.calib.recon;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.host.run.FloatTensor;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples of a unit in a folder: a file for every image, mapped anew whenever it is needed. Floats
 * are little-endian, which most processors copy without conversion.
 *
 * @param folder where the files are
 * @param images number of images
 */
public record UnitSampleFolder(Path folder, int images) implements UnitSamples {
  private static final int MAGIC = 0x53465553;

  /**
   * Writes the sample of an image.
   *
   * @throws UserError when the file cannot be written
   */
  public void write(int index, UnitSample sample) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      write(out, sample.floatInputs());
      write(out, sample.quantizedInputs());
      write(out, sample.targets());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    new AtomicFile(file(index)).write(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, Map<String, FloatTensor> tensors)
      throws IOException {
    out.writeInt(tensors.size());
    for (Map.Entry<String, FloatTensor> tensor : tensors.entrySet()) {
      byte[] name = tensor.getKey().getBytes(StandardCharsets.UTF_8);
      out.writeShort(name.length);
      out.write(name);
      out.writeInt(tensor.getValue().shape().size());
      for (long dimension : tensor.getValue().shape()) {
        out.writeLong(dimension);
      }
      float[] data = tensor.getValue().data();
      out.writeInt(data.length);
      ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(data.length, Float.BYTES));
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(data);
      out.write(bytes.array());
    }
  }

  @Override
  public UnitSample image(int index) {
    Path file = file(index);
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer in = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      if (in.getInt() != MAGIC) {
        throw new UserError("the file %s holds no samples of a unit".formatted(file));
      }
      return new UnitSample(read(in), read(in), read(in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new UserError("the samples %s are damaged".formatted(file), e);
    } catch (IOException e) {
      throw new UserError("the samples %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Map<String, FloatTensor> read(ByteBuffer in) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      byte[] name = new byte[in.getShort()];
      in.get(name);
      List<Long> shape = new ArrayList<>();
      for (int dimensions = in.getInt(); dimensions > 0; dimensions--) {
        shape.add(in.getLong());
      }
      int length = in.getInt();
      if (length > in.remaining() / Float.BYTES) {
        throw new BufferUnderflowException();
      }
      float[] data = new float[length];
      in.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
      in.order(ByteOrder.BIG_ENDIAN).position(in.position() + length * Float.BYTES);
      tensors.put(new String(name, StandardCharsets.UTF_8), new FloatTensor(shape, data));
    }
    return tensors;
  }

  private Path file(int index) {
    if (index < 0 || index >= images) {
      throw new IllegalArgumentException("image " + index + " of " + images);
    }
    return folder.resolve("unit-%03d.samples".formatted(index));
  }
}
