package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.DescriptorField;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.register.Register;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reset bit of CONTROL, on a simulated bus that notices every broken rule of AXI4. */
@ExtendWith(NativeLeakCheck.class)
class SoftwareResetTest {
  private static final AcceleratorConfig CONFIG = TestConfigs.shipped("tiny");
  private static final int RESET = Register.CONTROL.field("RESET").place(1);
  private static final int START = Register.CONTROL.field("START").place(1);
  private static final int BUSY = Register.STATUS.field("BUSY").place(1);

  /** So long a program of these tests runs at most when it does not hang. */
  private static final int LONG = 100_000;

  @Test
  void itWorksInEveryMomentOfAProgramAndLeavesNothingBehind() {
    long seed = TestDesigns.seed(71);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    int caught = 0;
    for (int memory = 0; memory < 4; memory++) {
      RandomPrograms source = new RandomPrograms(CONFIG, random);
      try (AcceleratorSimulation simulation = open(source.memory())) {
        ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
        ProgramCheck check = new ProgramCheck(CONFIG, runner);
        for (int i = 0; i < 15; i++) {
          TestProgram broken = source.next();
          prepare(runner, broken);
          runner.start(broken.program());
          simulation.advance(random.nextInt(2000));
          caught += status(simulation) & BUSY;
          resetBySoftware(simulation);
          assertThat(simulation.readRegister(Register.IRQ_ENABLE.offset())).isEqualTo(1);
          check.run("after reset " + i, source.next());
        }
      }
    }
    assertThat(caught).as("programs that ran when they were reset").isGreaterThan(20);
  }

  /** The weights that are never fetched are waited for; everything else goes on. */
  @Test
  void aHungAcceleratorComesBack() {
    Random random = new Random(3);
    RandomPrograms source = new RandomPrograms(CONFIG, random);
    try (AcceleratorSimulation simulation = open(MemoryModel.ideal())) {
      ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
      for (int i = 0; i < 3; i++) {
        TestProgram test = source.next();
        prepare(runner, test);
        takeWeightsAway(simulation, test);
        runner.start(test.program());
        simulation.advance(LONG);
        assertThat(status(simulation) & BUSY).as("the program hangs").isEqualTo(BUSY);
        simulation.writeRegister(Register.CONTROL.offset(), START);
        simulation.advance(LONG);
        assertThat(status(simulation) & BUSY).as("a start does not help").isEqualTo(BUSY);
        resetBySoftware(simulation);
        new ProgramCheck(CONFIG, runner).run("after the hang", test);
      }
    }
  }

  /** Before the memory has answered, the bus must not forget what was asked. */
  @Test
  void itWaitsForTheMemory() {
    RandomPrograms source = new RandomPrograms(CONFIG, new Random(4));
    int latency = 700;
    try (AcceleratorSimulation simulation = open(MemoryModel.ideal().withLatency(latency))) {
      ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
      TestProgram test = source.next();
      prepare(runner, test);
      runner.start(test.program());
      simulation.advance(latency / 2);
      simulation.writeRegister(Register.CONTROL.offset(), RESET | START);
      simulation.advance(latency / 4);
      assertThat(status(simulation)).isEqualTo(BUSY);
      simulation.advance(latency);
      assertThat(status(simulation)).isZero();
      new ProgramCheck(CONFIG, runner).run("after the answer", test);
    }
  }

  /** An address that was offered stays until the memory takes it, whatever else is quiet. */
  @Test
  void offeredReadAddressesAreNotTakenBack() {
    resetWhileOffered("m_axi_arvalid", new MemoryModel.Stalls(0.97, 0, 0, 0, 0));
  }

  @Test
  void offeredWriteAddressesAreNotTakenBack() {
    resetWhileOffered("m_axi_awvalid", new MemoryModel.Stalls(0, 0, 0.99, 0, 0));
  }

  private static void resetWhileOffered(String valid, MemoryModel.Stalls stalls) {
    RandomPrograms source = new RandomPrograms(CONFIG, new Random(7));
    try (AcceleratorSimulation simulation = open(MemoryModel.ideal().withStalls(stalls, 1))) {
      ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
      TestProgram test = source.next();
      prepare(runner, test);
      for (int i = 0; i < 40; i++) {
        runner.start(test.program());
        long start = simulation.cycle();
        // Later and later behind the first cycle in which an address waits.
        for (int seen = 0; seen <= i; seen += simulation.peek(valid).intValue()) {
          simulation.advance(1);
          assertThat(simulation.cycle() - start).isLessThan(LONG);
        }
        resetBySoftware(simulation);
      }
      new ProgramCheck(CONFIG, runner).run("after the resets", test);
    }
  }

  /** What ends between the request and the reset was stopped, whatever it has done. */
  @Test
  void aProgramThatEndsMeanwhileIsNotDone() {
    RandomPrograms source = new RandomPrograms(CONFIG, new Random(5));
    try (AcceleratorSimulation simulation = open(MemoryModel.ideal())) {
      ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
      TestProgram test = source.next();
      int ended = 0;
      long cycles = untilItEnds(simulation, runner, test);
      for (int early = 0; early < 40; early++) {
        prepare(runner, test);
        runner.start(test.program());
        simulation.advance(cycles + 5 - early);
        ended += simulation.peek("interrupt").intValue();
        resetBySoftware(simulation);
      }
      assertThat(ended).as("programs that ended before their reset").isBetween(2, 20);
    }
  }

  private static long untilItEnds(
      AcceleratorSimulation simulation, ProgramRunner runner, TestProgram test) {
    prepare(runner, test);
    runner.start(test.program());
    long start = simulation.cycle();
    while (simulation.peek("interrupt").intValue() == 0) {
      simulation.advance(1);
      assertThat(simulation.cycle() - start).isLessThan(LONG);
    }
    long cycles = simulation.cycle() - start;
    resetBySoftware(simulation);
    return cycles;
  }

  /** A start that comes with a reset, or before it has ended, is none; its counters are not new. */
  @Test
  void nothingStartsUntilItHasEnded() {
    RandomPrograms source = new RandomPrograms(CONFIG, new Random(6));
    try (AcceleratorSimulation simulation = open(MemoryModel.ideal())) {
      ProgramRunner runner = new ProgramRunner(CONFIG, simulation);
      new ProgramCheck(CONFIG, runner).run("before", source.next());
      int cycles = simulation.readRegister(Register.CYCLES_LO.offset());
      simulation.writeRegister(Register.CONTROL.offset(), RESET | START);
      assertThat(status(simulation)).as("right behind the reset").isEqualTo(BUSY);
      simulation.writeRegister(Register.CONTROL.offset(), START);
      simulation.advance(LONG);
      assertThat(status(simulation)).isZero();
      assertThat(simulation.readRegister(Register.CYCLES_LO.offset())).isEqualTo(cycles);
    }
  }

  private static void resetBySoftware(AcceleratorSimulation simulation) {
    simulation.writeRegister(Register.CONTROL.offset(), RESET);
    for (int i = 0; (status(simulation) & BUSY) != 0; i++) {
      assertThat(i).as("polls of a reset").isLessThan(LONG);
    }
    assertThat(status(simulation)).isZero();
    assertThat(simulation.peek("interrupt").intValue()).isZero();
  }

  private static int status(AcceleratorSimulation simulation) {
    return simulation.readRegister(Register.STATUS.offset());
  }

  /** Writes descriptors that fetch one beat of weights too few, and have right checksums. */
  private static void takeWeightsAway(AcceleratorSimulation simulation, TestProgram test) {
    MemorySegment descriptors = test.program().segments().get(0);
    ByteBuffer words =
        ByteBuffer.wrap(descriptors.data().clone(), 0, LayerDescriptor.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    int[] values = new int[LayerDescriptor.WORDS];
    words.asIntBuffer().get(values);
    values[DescriptorField.WEIGHT_BEATS.word()]--;
    values[LayerDescriptor.WORDS - 1] = LayerDescriptor.checksum(values);
    words.asIntBuffer().put(values);
    byte[] changed = new byte[LayerDescriptor.BYTES];
    words.get(0, changed);
    simulation.writeMemory(descriptors.address(), changed);
  }

  private static void prepare(ProgramRunner runner, TestProgram test) {
    runner.load(test.program());
    for (int i = 0; i < test.inputs().size(); i++) {
      runner.writeInput(test.program().inputs().get(i), test.inputs().get(i));
    }
  }

  private static AcceleratorSimulation open(MemoryModel memory) {
    return AcceleratorSimulation.open(
        AcceleratorModels.quick(CONFIG),
        AcceleratorOptions.of(CONFIG.dramBytes()).withMemory(memory).withoutJournal());
  }
}
