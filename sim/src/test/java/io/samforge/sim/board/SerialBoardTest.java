package io.samforge.sim.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.Register;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.host.board.Board;
import io.samforge.host.board.BoardIdentity;
import io.samforge.host.board.Boards;
import io.samforge.host.board.SelfTest;
import io.samforge.host.board.tcp.BoardServer;
import io.samforge.host.board.tcp.ServerLimits;
import io.samforge.host.board.tcp.Token;
import io.samforge.rtl.board.Ulx3sShell;
import io.samforge.rtl.gemm.LaneCluster;
import io.samforge.sim.verilator.BuildOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ULX3S behind a serial port of the operating system. */
class SerialBoardTest {
  private static final int CLOCKS = 8;
  private static final Path CONFIG = Path.of("../configs/ulx3s.json");

  private final AcceleratorConfig config = AcceleratorConfig.load(CONFIG);
  private PseudoTerminal terminal;
  private Board board;

  @BeforeEach
  void open() {
    String verilog =
        VerilogEmitter.emit("for a test", () -> new Ulx3sShell(config, CLOCKS))
            + VerilogEmitter.emit(LaneCluster.NAME, () -> new LaneCluster(config));
    terminal =
        new PseudoTerminal(
            new SimulatedSerialLink(
                BoardBench.open(io.samforge.rtl.board.Board.ULX3S, verilog, BuildOptions.fast()),
                CLOCKS));
    board = Boards.open(url("config=" + CONFIG));
  }

  private String url(String options) {
    // The simulation is slower than a board, so an answer may take its time.
    return "serial:%s?silence=20000&%s".formatted(terminal.port(), options);
  }

  @AfterEach
  void close() throws Exception {
    board.close();
    terminal.close();
  }

  @Test
  void itPassesTheSelfTest() {
    BoardIdentity.read(board).require(config);
    List<String> report = new ArrayList<>();
    new SelfTest(board, report::add).run(2048);
    assertThat(report).hasSize(5).first().isEqualTo("address lines: 17 work");
    assertThat(report.get(1)).startsWith("memory: 2 KiB of noise written and read");
  }

  @Test
  void memoryTravelsThroughThePortAndDamageCostsARepetition() {
    byte[] sent = new byte[701];
    new Random(4).nextBytes(sent);
    int before = terminal.requests();
    board.writeMemory(1003, sent, 0, sent.length);
    int undamaged = terminal.requests() - before;
    terminal.damage(5);
    board.writeMemory(1003, sent, 0, sent.length);
    assertThat(terminal.requests() - before).isEqualTo(2 * undamaged + 1);
    byte[] got = new byte[sent.length];
    board.readMemory(1003, got, 0, got.length);
    assertThat(got).isEqualTo(sent);
    assertThatThrownBy(() -> board.writeMemory(Ulx3sShell.MEMORY_BYTES - 3, sent, 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("131072 bytes of memory");
    assertThat(board.waitInterrupt(1000).raised()).isFalse();
    board.writeRegister(Register.PROGRAM_COUNT.offset(), 3);
    board.reset();
    assertThat(board.readRegister(Register.PROGRAM_COUNT.offset())).isZero();
    board.close();
    assertThatThrownBy(() -> board.readRegister(0)).hasMessageContaining("closed");
  }

  /** Whoever asks over TCP hears of the memory that is there, not of what could be. */
  @Test
  void aServerPassesOnItsMemory() {
    InetSocketAddress place = new InetSocketAddress("127.0.0.1", 0);
    try (BoardServer server = new BoardServer(board, place, Token.NONE, ServerLimits.STANDARD);
        Board far = Boards.open("tcp:127.0.0.1:" + server.port())) {
      assertThat(far.memoryBytes()).isEqualTo(Ulx3sShell.MEMORY_BYTES);
      assertThat(far.memoryBytes()).isLessThan(config.dramBytes());
      assertThatThrownBy(() -> far.readMemory(Ulx3sShell.MEMORY_BYTES - 3, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("131072 bytes of memory");
    }
  }

  @Test
  void wrongPortsAreOneLine() {
    assertThatThrownBy(() -> Boards.open("serial:/dev/no-such-port"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("serial:/dev/no-such-port: ");
    assertThatThrownBy(() -> Boards.open(url("baud=fast")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("baud must be a number from 9600 to 12000000");
  }
}
