package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.hdl.VerilogEmitter;
import io.samforge.host.DeviceException;
import io.samforge.host.uart.SerialLink;
import io.samforge.host.uart.UartDevice;
import io.samforge.rtl.board.Board;
import io.samforge.rtl.board.DecodeDemo;
import io.samforge.rtl.board.IcebreakerShell;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.board.BoardBench;
import io.samforge.sim.board.SimulatedSerialLink;
import io.samforge.sim.verilator.BuildOptions;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The serial bridge on a line that damages, loses and adds bytes. */
class UartBridgeTest {
  private static final int CLOCKS = 8;

  @Test
  void damagedAndLostBytesCostARepetitionAndNothingElse() {
    long seed = TestDesigns.seed(99);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    Noise noise = new Noise(line(), random);
    try (UartDevice device = new UartDevice(noise)) {
      noise.share = 0.01;
      for (int i = 0; i < 100; i++) {
        int operand = random.nextInt(1 << 16);
        device.writeRegister(4, operand);
        assertThat(device.readRegister(0)).isEqualTo(DecodeDemo.ID);
      }
      assertThat(noise.damaged).isPositive();
      assertThat(device.repeats()).isPositive();
    }
  }

  @Test
  void aDeadLineEndsInAnError() {
    Noise noise = new Noise(line(), new Random(1));
    try (UartDevice device = new UartDevice(noise)) {
      noise.share = 1;
      assertThatThrownBy(() -> device.readRegister(0))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("READ_REGISTERS of 1 words at 0x0");
    }
  }

  @Test
  void brokenStopBitsAndHalfFramesAreForgotten() {
    SimulatedSerialLink line = line();
    try (UartDevice device = new UartDevice(line)) {
      line.send(new byte[] {0x5a, 2, 0});
      line.sendBits(0);
      line.drain();
      assertThat(device.readRegister(0)).isEqualTo(DecodeDemo.ID);
      line.send(new byte[] {0x5a, 2, 0, 1, 0, 0});
      line.drain();
      assertThat(device.readRegister(0)).isEqualTo(DecodeDemo.ID);
      assertThat(device.repeats()).isZero();
    }
  }

  @Test
  void registersThatAreNotThereAndMemoryThatIsNotThereAreErrors() {
    try (UartDevice device = new UartDevice(line())) {
      assertThatThrownBy(() -> device.readRegister(12)).hasMessageContaining("nothing at this");
      assertThatThrownBy(() -> device.readRegister(2)).hasMessageContaining("not allowed");
      assertThatThrownBy(() -> device.readMemory(0, 4)).hasMessageContaining("0 bytes");
    }
  }

  private static SimulatedSerialLink line() {
    String verilog = VerilogEmitter.emit("for a test", () -> new IcebreakerShell(CLOCKS));
    Simulation bench = BoardBench.open(Board.ICEBREAKER, verilog, BuildOptions.fast());
    return new SimulatedSerialLink(bench, CLOCKS);
  }

  /** A line that inverts a bit of some bytes, or loses them. */
  private static final class Noise implements SerialLink {
    private final SerialLink line;
    private final Random random;
    private double share;
    private int damaged;

    Noise(SerialLink line, Random random) {
      this.line = line;
      this.random = random;
    }

    @Override
    public void send(byte[] bytes) {
      line.send(harm(bytes));
    }

    @Override
    public byte[] receive(int count) {
      return harm(line.receive(count));
    }

    private byte[] harm(byte[] bytes) {
      byte[] harmed = bytes.clone();
      for (int i = 0; i < harmed.length; i++) {
        if (random.nextDouble() < share) {
          damaged++;
          if (random.nextBoolean()) {
            return java.util.Arrays.copyOf(harmed, i);
          }
          harmed[i] ^= (byte) (1 << random.nextInt(8));
        }
      }
      return harmed;
    }

    @Override
    public void drain() {
      line.drain();
    }

    @Override
    public void close() {
      line.close();
    }
  }
}
