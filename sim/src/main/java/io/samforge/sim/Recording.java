package io.samforge.sim;

import io.samforge.arch.UserError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of every port of a simulation in every cycle, as {@link Simulation#startRecording}
 * wrote them: inputs of the cycle, and outputs just before the rising edge that ends it.
 *
 * @param values one row per cycle; inputs and outputs but not {@code clk}
 * @param clocked whether the design has a {@code clk}
 */
public record Recording(PortRows values, boolean clocked) {
  private static final String MAGIC = "samforge-recording 1";
  private static final int LONGEST_LINE = 4096;

  /**
   * Reads a recording.
   *
   * @throws UserError when the file is not a complete recording
   */
  public static Recording read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (!line(in).equals(MAGIC)) {
        throw new UserError("recording " + file + ": not a samforge recording");
      }
      List<Port> ports = new ArrayList<>();
      boolean clocked = false;
      for (String line = line(in); !line.equals("end"); line = line(in)) {
        String[] words = line.split(" ");
        if (words[0].equals("clock")) {
          clocked = true;
          continue;
        }
        ports.add(
            new Port(
                words[1], ports.size(), Integer.parseInt(words[2]), words[0].equals("output")));
      }
      PortLayout layout = new PortLayout(ports);
      byte[] bytes = in.readAllBytes();
      if (bytes.length % layout.rowBytes() != 0) {
        throw new UserError("recording " + file + ": ends in the middle of a cycle");
      }
      PortRows rows = layout.rows(bytes.length / layout.rowBytes());
      System.arraycopy(bytes, 0, rows.bytes(), 0, bytes.length);
      return new Recording(rows, clocked);
    } catch (IOException | RuntimeException failure) {
      if (failure instanceof UserError error) {
        throw error;
      }
      throw new UserError("recording " + file + ": cannot be read: " + failure);
    }
  }

  /** Returns the number of recorded cycles. */
  public int cycles() {
    return values.cycles();
  }

  /** Returns the inputs, without {@code clk}. */
  public List<Port> inputs() {
    return values.layout().ports().stream().filter(port -> !port.output()).toList();
  }

  /** Returns the outputs. */
  public List<Port> outputs() {
    return values.layout().ports().stream().filter(Port::output).toList();
  }

  /** Returns a value of a cycle, unsigned; the low 64 bits of a wider port. */
  public long get(int cycle, String port) {
    return values.get(cycle, port);
  }

  /**
   * Returns the recorded inputs as a stimulus.
   *
   * @param inputs the inputs to take, for example {@link Simulation#inputs()} of the same design
   * @throws UserError when one of them was not recorded
   */
  public PortRows stimulus(PortLayout inputs) {
    PortRows stimulus = inputs.rows(cycles());
    for (int cycle = 0; cycle < cycles(); cycle++) {
      stimulus.copyRow(cycle, values);
    }
    return stimulus;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LONGEST_LINE) {
        throw new EOFException("the header has no end");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
