package io.samforge.calib.recon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.calib.Seeds;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitSampleFolderTest {
  private final RandomTensors random = new RandomTensors(Seeds.random("UnitSampleFolderTest", 65));

  @TempDir private Path folder;

  private UnitSample sample() {
    return new UnitSample(
        Map.of("a", random.tensor(List.of(2L, 3L)), "b", random.tensor(List.of())),
        Map.of("a", random.tensor(List.of(2L, 3L)), "b", random.tensor(List.of())),
        Map.of("y", random.tensor(List.of(1L, 5L, 7L))));
  }

  @Test
  void whatIsWrittenIsRead() {
    UnitSampleFolder samples = new UnitSampleFolder(folder, 2);
    UnitSample first = sample();
    UnitSample second = sample();
    samples.write(1, second);
    samples.write(0, first);

    assertSame(samples.image(0), first);
    assertSame(samples.image(1), second);
  }

  private static void assertSame(UnitSample found, UnitSample expected) {
    assertSame(found.floatInputs(), expected.floatInputs());
    assertSame(found.quantizedInputs(), expected.quantizedInputs());
    assertSame(found.targets(), expected.targets());
  }

  private static void assertSame(
      Map<String, FloatTensor> found, Map<String, FloatTensor> expected) {
    assertThat(found).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          assertThat(found.get(name).shape()).isEqualTo(tensor.shape());
          assertThat(found.get(name).data()).containsExactly(tensor.data());
        });
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    UnitSampleFolder samples = new UnitSampleFolder(folder, 2);
    samples.write(0, sample());
    Path file = folder.resolve("unit-000.samples");
    byte[] whole = Files.readAllBytes(file);

    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> samples.image(0))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("unit-000.samples");
    }
    Files.write(file, new byte[100]);
    assertThatThrownBy(() -> samples.image(0)).hasMessageContaining("holds no samples of a unit");
    assertThatThrownBy(() -> samples.image(1)).isInstanceOf(UserError.class);
  }
}
