package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.hdl.VerilogEmitter;
import io.samforge.host.DeviceControl;
import io.samforge.host.DeviceException;
import io.samforge.host.RunCounters;
import io.samforge.host.uart.UartDevice;
import io.samforge.rtl.board.Board;
import io.samforge.rtl.board.DecodeDemo;
import io.samforge.rtl.board.IcebreakerShell;
import io.samforge.rtl.board.Ulx3sShell;
import io.samforge.rtl.gemm.LaneCluster;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.board.BoardBench;
import io.samforge.sim.board.SimulatedSerialLink;
import io.samforge.sim.verilator.BuildOptions;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tops of the open boards, driven through their serial pins and nothing else. */
class BoardShellTest {
  private static final int QUICK_CLOCKS = 8;
  private static final int PROGRAMS = 6;
  private static final long NO_LIMIT = Long.MAX_VALUE / 2;

  @Test
  void theUlx3sComputesEveryBitOfTheGoldenModel() {
    AcceleratorConfig config = TestConfigs.shipped("ulx3s");
    long seed = TestDesigns.seed(20261125);
    System.out.println("samforge.seed=" + seed);
    RandomPrograms programs = new RandomPrograms(config, new Random(seed));
    int layers = 0;
    try (UartDevice device = ulx3s(config)) {
      assertThat(device.memoryBytes()).isEqualTo(Ulx3sShell.MEMORY_BYTES);
      assertThat(device.clockHz()).isEqualTo(50_000_000);
      assertThat(device.readRegister(Register.ID.offset())).isEqualTo(RegisterMap.ID_VALUE);
      DeviceControl control = new DeviceControl(config, device);
      for (int i = 0; i < PROGRAMS; i++) {
        TestProgram test = fitting(programs);
        layers += run(device, control, config, test);
      }
      assertThat(device.repeats()).isZero();
    }
    System.out.println(PROGRAMS + " programs, " + layers + " layers");
    assertThat(layers).isGreaterThanOrEqualTo(PROGRAMS);
  }

  @Test
  void oneWrongBitOfTheMemoryIsNoticed() {
    AcceleratorConfig config = TestConfigs.shipped("ulx3s");
    RandomPrograms programs = new RandomPrograms(config, new Random(7));
    try (UartDevice device = ulx3s(config)) {
      TestProgram test = fitting(programs);
      DeviceControl control = new DeviceControl(config, device);
      run(device, control, config, test);
      ProgramTensor tensor = test.program().outputOf(0);
      byte[] one = device.readMemory(tensor.address(), 1);
      one[0] ^= 1;
      device.writeMemory(tensor.address(), one);
      assertThatThrownBy(() -> compare(device, config, test, 0)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void beyondTheMemoryNothingIsWrittenAndTheAcceleratorStops() {
    AcceleratorConfig config = TestConfigs.shipped("ulx3s");
    try (UartDevice device = ulx3s(config)) {
      assertThatThrownBy(() -> device.writeMemory(Ulx3sShell.MEMORY_BYTES - 2, new byte[4]))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("the board has 131072 bytes");
      assertThatThrownBy(() -> device.readRegister(0x10000))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("there is nothing at this address");
      DeviceControl control = new DeviceControl(config, device);
      assertThatThrownBy(() -> control.run(Ulx3sShell.MEMORY_BYTES, 1, NO_LIMIT, cycles -> {}))
          .isInstanceOf(DeviceException.class)
          .hasMessageContaining("error 5");
    }
  }

  @Test
  void theIcebreakerDecodesEveryCodeAtTheSpeedOfItsLine() {
    int clocks = IcebreakerShell.CLOCK_MHZ * 1_000_000 / IcebreakerShell.BAUD;
    String verilog = VerilogEmitter.emit("for a test", IcebreakerShell::new);
    Simulation bench = BoardBench.open(Board.ICEBREAKER, verilog, BuildOptions.fast());
    try (UartDevice device = new UartDevice(new SimulatedSerialLink(bench, clocks))) {
      assertThat(device.memoryBytes()).isZero();
      assertThat(device.readRegister(0)).isEqualTo(DecodeDemo.ID);
      Random random = new Random(TestDesigns.seed(3));
      for (int i = 0; i < 64; i++) {
        int code = random.nextInt(256);
        int nLog = 1 + random.nextInt(128);
        device.writeRegister(4, code | nLog << 8);
        int found = device.readRegister(8);
        HluqParameters golden = new HluqParameters(8, nLog, 0.0, 1.0, 1.0);
        assertThat((found >> 8 & 1) << (found & 0xff))
            .as("lambda of code %d, nLog %d", code, nLog)
            .isEqualTo(golden.lambda(code));
        assertThat(found >> 16 & 0xff)
            .as("upsilon of code %d, nLog %d", code, nLog)
            .isEqualTo(golden.upsilon(code));
        assertThat(bench.get("lights") & 2).isEqualTo((found >> 8 & 1) << 1);
      }
    }
  }

  @Test
  void theButtonResetsTheDesign() {
    String verilog = VerilogEmitter.emit("for a test", () -> new IcebreakerShell(QUICK_CLOCKS));
    Simulation bench = BoardBench.open(Board.ICEBREAKER, verilog, BuildOptions.quick());
    try (UartDevice device = new UartDevice(new SimulatedSerialLink(bench, QUICK_CLOCKS))) {
      assertThat(bench.get("lights") & 1).isZero();
      bench.set("button", 1);
      bench.step(BoardBench.START_CYCLES);
      assertThat(bench.get("lights") & 1).as("the red light in reset").isEqualTo(1);
      assertThatThrownBy(() -> device.readRegister(0)).hasMessageContaining("no answer");
      bench.set("button", 0);
      bench.step(BoardBench.START_CYCLES);
      assertThat(device.readRegister(0)).isEqualTo(DecodeDemo.ID);
    }
  }

  private static UartDevice ulx3s(AcceleratorConfig config) {
    String verilog =
        VerilogEmitter.emit("for a test", () -> new Ulx3sShell(config, QUICK_CLOCKS))
            + VerilogEmitter.emit(LaneCluster.NAME, () -> new LaneCluster(config));
    Simulation bench = BoardBench.open(Board.ULX3S, verilog, BuildOptions.fast());
    return new UartDevice(new SimulatedSerialLink(bench, QUICK_CLOCKS));
  }

  /** Returns a program that fits the memory of the board and a short test. */
  private static TestProgram fitting(RandomPrograms programs) {
    while (true) {
      TestProgram test = programs.next();
      if (test.program().memoryBytes() <= Ulx3sShell.MEMORY_BYTES && bytes(test) < 12_000) {
        return test;
      }
    }
  }

  private static long bytes(TestProgram test) {
    return test.program().segments().stream().mapToLong(segment -> segment.data().length).sum();
  }

  private static int run(
      UartDevice device, DeviceControl control, AcceleratorConfig config, TestProgram test) {
    for (MemorySegment segment : test.program().segments()) {
      device.writeMemory(segment.address(), segment.data());
    }
    for (int i = 0; i < test.inputs().size(); i++) {
      ProgramTensor tensor = test.program().inputs().get(i);
      device.writeMemory(tensor.address(), tensor.packCodes(config, test.inputs().get(i)));
    }
    RunCounters counters =
        control.run(
            test.program().descriptorAddress(), test.layers().size(), NO_LIMIT, cycles -> {});
    for (int i = 0; i < test.layers().size(); i++) {
      compare(device, config, test, i);
    }
    assertThat(counters.busy()).isPositive();
    return test.layers().size();
  }

  private static void compare(
      UartDevice device, AcceleratorConfig config, TestProgram test, int layer) {
    ProgramTensor tensor = test.program().outputOf(layer);
    int length = Math.toIntExact(tensor.layout(config).bytes());
    GoldenOutput golden = test.golden().get(layer);
    byte[] wanted =
        tensor.raw()
            ? tensor.layout(config).packRaw(golden.values())
            : tensor.packCodes(config, golden.codes());
    assertThat(device.readMemory(tensor.address(), length))
        .as("%s: memory of layer %d", test, layer)
        .isEqualTo(wanted);
  }
}
