package io.samforge.calib.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.samforge.arch.UserError;
import io.samforge.calib.MemoryUse;
import io.samforge.calib.Seeds;
import io.samforge.calib.onnx.OnnxFile;
import io.samforge.calib.onnx.WireLengths;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lengths that reach beyond a file, and numbers of which no memory has enough. */
class AlteredModelTest {
  private static final int MODELS = 150;
  private static final long MOST_NATIVE_MEMORY = 400L << 20;
  private static final long[] NUMBERS = {
    0,
    -1,
    2,
    3,
    1 << 20,
    1L << 26,
    1L << 31,
    (1L << 31) - 1,
    1L << 40,
    1L << 62,
    Long.MIN_VALUE,
    Long.MAX_VALUE
  };

  @TempDir private Path folder;
  private final Random random = Seeds.random("AlteredModelTest", 35);

  @Test
  void noLengthTakesMemoryThatTheFileDoesNotHave() throws IOException {
    byte[] sound = Models.encoder(random).graph().model().toByteArray();
    bytesToRead(sound);
    long usual = bytesToRead(sound);
    List<WireLengths.Length> lengths = WireLengths.of(sound, ModelProto.getDescriptor());
    assertThat(lengths).hasSizeGreaterThan(500);
    long most = 0;
    for (WireLengths.Length length : lengths) {
      most = Math.max(most, bytesToRead(length.filled(sound)));
      most = Math.max(most, bytesToRead(length.replaced(sound, Integer.MAX_VALUE)));
      most = Math.max(most, bytesToRead(length.replaced(sound, sound.length)));
    }
    System.out.printf("%d lengths, at most %d bytes instead of %d%n", lengths.size(), most, usual);
    assertThat(most).isLessThan(3 * usual);
  }

  /** Reads a file, which may be refused; returns the bytes of objects that this took. */
  private long bytesToRead(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("altered.onnx"), bytes);
    long before = MemoryUse.allocated();
    try {
      new OnnxFile(file).read();
    } catch (UserError e) {
      assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
    }
    return MemoryUse.allocated() - before;
  }

  /** One number of a file, such as a dimension, a stride or a shape to reshape to. */
  private record Number(Message.Builder message, FieldDescriptor field, int index) {
    void set(long value) {
      Object boxed = field.getJavaType() == JavaType.INT ? (Object) (int) value : (Object) value;
      if (field.isRepeated()) {
        message.setRepeatedField(field, index, boxed);
      } else {
        message.setField(field, boxed);
      }
    }
  }

  private static void collect(Message.Builder message, List<Number> into) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean number = field.getJavaType() == JavaType.INT || field.getJavaType() == JavaType.LONG;
      boolean inside = field.getJavaType() == JavaType.MESSAGE;
      int count =
          field.isRepeated()
              ? message.getRepeatedFieldCount(field)
              : message.hasField(field) ? 1 : 0;
      for (int i = 0; i < count; i++) {
        if (number) {
          into.add(new Number(message, field, i));
        } else if (inside) {
          Message.Builder child =
              field.isRepeated()
                  ? message.getRepeatedFieldBuilder(field, i)
                  : message.getFieldBuilder(field);
          collect(child, into);
        }
      }
    }
  }

  @Test
  void anyNumberGivesAModelOrAnError() throws IOException {
    ModelProto sound = Models.encoder(random).graph().model();
    Path file = folder.resolve("altered.onnx");
    Files.write(file, sound.toByteArray());
    GraphReader.read(file, GraphOptions.encoder());
    long before = MemoryUse.peak();
    int refused = 0;
    for (int i = 0; i < MODELS; i++) {
      ModelProto.Builder altered = sound.toBuilder();
      List<Number> numbers = new ArrayList<>();
      collect(altered, numbers);
      Number number = numbers.get(random.nextInt(numbers.size()));
      number.set(NUMBERS[random.nextInt(NUMBERS.length)]);
      Files.write(file, altered.build().toByteArray());
      try {
        assertThat(GraphReader.read(file, GraphOptions.encoder()).graph().steps()).isNotEmpty();
      } catch (UserError e) {
        refused++;
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
      }
    }
    System.out.printf(
        "%d of %d altered models were refused, %d MiB more memory%n",
        refused, MODELS, MemoryUse.peak() - before >> 20);
    assertThat(refused).isBetween(MODELS / 2, MODELS - 1);
    assertThat(MemoryUse.peak() - before).isLessThan(MOST_NATIVE_MEMORY);
  }
}
