package io.samforge.sim.board;

import io.samforge.arch.UserError;
import io.samforge.rtl.board.Board;
import io.samforge.sim.Simulation;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.VerilogSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The top of an open board in Verilator, with behavioural clock generators. Ports: {@code clk},
 * {@code receive}, {@code transmit}, {@code button}, {@code lights}. The clock runs at the rate of
 * the logic.
 */
public final class BoardBench {
  /** Cycles after power-up, or after the button, until the design answers. */
  public static final int START_CYCLES = 32;

  private BoardBench() {}

  /**
   * Opens a simulation of a board's top, past its power-up.
   *
   * @param verilog the top with everything below it
   * @throws UserError for a board whose top has no pins to drive
   */
  public static Simulation open(Board board, String verilog, BuildOptions options) {
    Simulation simulation = Simulation.open(source(board, verilog), options);
    simulation.set("receive", 1);
    simulation.set("button", 0);
    simulation.step(START_CYCLES);
    return simulation;
  }

  /** Returns the sources of the bench around a board's top. */
  public static ModelSource source(Board board, String verilog) {
    String top =
        switch (board) {
          case ULX3S -> "Ulx3sBench";
          case ICEBREAKER -> "IcebreakerBench";
          case ZCU102, KV260, U250 ->
              throw new UserError(
                  "board " + board.boardName() + ": its top is a block of a larger design");
        };
    return new ModelSource(
        top,
        List.of(
            new VerilogSource("primitives.v", text("primitives.v")),
            new VerilogSource(board.top() + ".v", verilog),
            new VerilogSource(top + ".v", text(top + ".v"))));
  }

  private static String text(String name) {
    try (InputStream in = BoardBench.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
