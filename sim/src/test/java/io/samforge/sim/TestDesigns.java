package io.samforge.sim;

import io.samforge.sim.verilator.ModelSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The hand-written Verilog of the tests, and the seed of their random numbers. */
public final class TestDesigns {
  private TestDesigns() {}

  /** Returns the design in {@code verilog/<top>.v}. */
  public static ModelSource source(String top) {
    return ModelSource.text(top, verilog(top));
  }

  /** Returns the text of {@code verilog/<top>.v}. */
  public static String verilog(String top) {
    try (InputStream stream = TestDesigns.class.getResourceAsStream("/verilog/" + top + ".v")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the seed given as {@code -Dsamforge.seed}, or the test's own. */
  public static long seed(long testDefault) {
    return Long.getLong("samforge.seed", testDefault);
  }
}
