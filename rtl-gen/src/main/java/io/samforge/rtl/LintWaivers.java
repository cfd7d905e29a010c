package io.samforge.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The lint warnings that generated Verilog may cause, as a Verilator configuration file. */
public final class LintWaivers {
  /** Name of the file. */
  public static final String FILE = "waivers.vlt";

  private LintWaivers() {}

  /** Returns the text of the file; the comment above each waiver is its reason. */
  public static String text() {
    try (InputStream in = LintWaivers.class.getResourceAsStream(FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
