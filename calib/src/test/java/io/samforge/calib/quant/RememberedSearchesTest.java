package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.layer.QuantizedWeights;
import io.samforge.calib.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedSearchesTest {
  private static final int OUTPUTS = 6;

  @TempDir private Path folder;
  private final Counting source = new Counting();
  private FloatMatrix input;
  private FloatMatrix weights;

  /** Computes and counts. */
  private static final class Counting implements GridSearches {
    private int asked;

    @Override
    public QuantizedWeights weights(FloatMatrix weights, int bits, IntConsumer progress) {
      asked++;
      return COMPUTED.weights(weights, bits, progress);
    }

    @Override
    public HluqSearch.Outcome hybrid(FloatMatrix input, FloatMatrix weights, int bits) {
      asked++;
      return COMPUTED.hybrid(input, weights, bits);
    }
  }

  @BeforeEach
  void prepare() {
    Random random = Seeds.random("RememberedSearchesTest", 7);
    input = random(random, 9, 16);
    weights = random(random, OUTPUTS, 16);
  }

  private static FloatMatrix random(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new FloatMatrix(rows, columns, values);
  }

  private RememberedSearches searches() {
    return new RememberedSearches(folder, source);
  }

  private static FloatMatrix withOneBitFlipped(FloatMatrix matrix) {
    float[] values = matrix.toArray();
    int last = values.length - 1;
    values[last] = Float.intBitsToFloat(Float.floatToRawIntBits(values[last]) ^ 1);
    return new FloatMatrix(matrix.rows(), matrix.columns(), values);
  }

  @Test
  void rememberedResultsAreThoseThatWereComputed() {
    for (int bits : new int[] {4, 5, 6, 8}) {
      QuantizedWeights computed = searches().weights(weights, bits, o -> {});
      HluqSearch.Outcome split = searches().hybrid(input, weights, bits);
      int asked = source.asked;
      boolean[] told = new boolean[OUTPUTS];
      QuantizedWeights remembered = searches().weights(weights, bits, o -> told[o] = true);
      assertThat(remembered).usingRecursiveComparison().isEqualTo(computed);
      assertThat(told).containsOnly(true);
      assertThat(searches().hybrid(input, weights, bits)).isEqualTo(split);
      assertThat(source.asked).isEqualTo(asked);
    }
    assertThat(source.asked).isEqualTo(8);
  }

  @Test
  void everyArgumentDecides() {
    searches().weights(weights, 4, o -> {});
    searches().hybrid(input, weights, 4);
    searches().weights(withOneBitFlipped(weights), 4, o -> {});
    searches().weights(weights, 5, o -> {});
    searches().weights(new FloatMatrix(2 * OUTPUTS, 8, weights.toArray()), 4, o -> {});
    searches().hybrid(withOneBitFlipped(input), weights, 4);
    searches().hybrid(input, withOneBitFlipped(weights), 4);
    searches().hybrid(input, weights, 5);
    assertThat(source.asked).isEqualTo(8);
  }

  @Test
  void aDamagedFileIsComputedAgain() throws Exception {
    QuantizedWeights computed = searches().weights(weights, 4, o -> {});
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    assertThat(files).hasSize(1);
    byte[] whole = Files.readAllBytes(files.get(0));
    for (int i = 0; i < whole.length; i += 7) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 4;
      Files.write(files.get(0), damaged);
      int asked = source.asked;
      assertThat(searches().weights(weights, 4, o -> {}))
          .usingRecursiveComparison()
          .isEqualTo(computed);
      assertThat(source.asked).isEqualTo(asked + 1);
    }
    Files.write(files.get(0), new byte[3]);
    int asked = source.asked;
    searches().weights(weights, 4, o -> {});
    assertThat(source.asked).isEqualTo(asked + 1);
    assertThat(Files.readAllBytes(files.get(0))).isEqualTo(whole);
  }
}
