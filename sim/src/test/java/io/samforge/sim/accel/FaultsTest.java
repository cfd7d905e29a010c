package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.DescriptorField;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.Program;
import io.samforge.arch.register.ErrorCode;
import io.samforge.arch.register.Register;
import io.samforge.host.DeviceException;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After every kind of fault the reason is reported and the next program runs. */
@ExtendWith(NativeLeakCheck.class)
class FaultsTest {
  private static final AcceleratorConfig CONFIG = TestConfigs.shipped("tiny");
  private static final int BAD_LAYER = 1;

  /** What is wrong with a descriptor; a wrong checksum is the only thing wrong with its own. */
  enum WrongDescriptor {
    CONFIG_HASH(ErrorCode.CONFIG_HASH, words -> words[30] ^= 0x100),
    CHECKSUM(ErrorCode.CHECKSUM, words -> words[7] ^= 0x4000),
    OPCODE(ErrorCode.OPCODE, words -> words[0] += 1),
    NO_OPCODE(ErrorCode.OPCODE, words -> words[0] -= 1),
    OPERAND(ErrorCode.KIND, words -> words[0] |= 0x300),
    HIGH_OPERAND(ErrorCode.KIND, words -> words[0] |= 0x4000),
    OUTPUT(ErrorCode.KIND, words -> words[0] |= 0x30000),
    HIGH_OUTPUT(ErrorCode.KIND, words -> words[0] |= 0x400000);

    private final ErrorCode error;
    private final Consumer<int[]> change;

    WrongDescriptor(ErrorCode error, Consumer<int[]> change) {
      this.error = error;
      this.change = change;
    }

    int[] apply(int[] right) {
      int[] words = right.clone();
      change.accept(words);
      if (this != CHECKSUM) {
        words[31] = LayerDescriptor.checksum(words);
      }
      return words;
    }
  }

  /** A region of memory that answers with an error. */
  enum BrokenMemory {
    DESCRIPTOR(null),
    TABLE(DescriptorField.TABLE_ADDRESS),
    WEIGHTS(DescriptorField.WEIGHT_ADDRESS),
    ACTIVATIONS(DescriptorField.IN_ADDRESS),
    RESULTS(DescriptorField.OUT_ADDRESS);

    private final DescriptorField address;

    BrokenMemory(DescriptorField address) {
      this.address = address;
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongDescriptorsAreRefused(WrongDescriptor wrong) {
    TestProgram test = program(4);
    int[] words = wrong.apply(words(test.program(), BAD_LAYER));
    // The software refuses the same words.
    assertThatThrownBy(() -> LayerDescriptor.decode(words, CONFIG.hashWord(0)))
        .isInstanceOf(UserError.class);
    long address = test.program().descriptorAddress() + BAD_LAYER * LayerDescriptor.BYTES;
    withRunner(
        MemoryModel.ideal(),
        (runner, simulation) -> {
          prepare(runner, test);
          simulation.writeMemory(address, bytes(words));
          assertThatThrownBy(() -> runner.run(test.program(), 1_000_000))
              .isInstanceOf(DeviceException.class)
              .hasMessage(
                  "the program stopped with error %d: %s",
                  wrong.error.code(), wrong.error.description());
          assertStatus(simulation, wrong.error, BAD_LAYER);
          assertGoodProgramRuns(runner, test);
        });
  }

  @Test
  void theFirstOfSeveralErrorsIsTheSoftwaresFirst() {
    TestProgram test = program(4);
    int[] words = words(test.program(), 0);
    words[30] ^= 1;
    words[0] = 0x03030303;
    assertThatThrownBy(() -> LayerDescriptor.decode(words, CONFIG.hashWord(0)))
        .hasMessageContaining("config hash");
    withRunner(
        MemoryModel.ideal(),
        (runner, simulation) -> {
          prepare(runner, test);
          simulation.writeMemory(test.program().descriptorAddress(), bytes(words));
          assertThatThrownBy(() -> runner.run(test.program(), 1_000_000));
          assertStatus(simulation, ErrorCode.CONFIG_HASH, 0);
          assertGoodProgramRuns(runner, test);
        });
  }

  @ParameterizedTest
  @EnumSource
  void errorResponsesOfTheMemoryAreReported(BrokenMemory broken) {
    long seed = TestDesigns.seed(31);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    MemoryModel memory =
        MemoryModel.ideal().withLatency(7).withStalls(MemoryModel.Stalls.all(0.2), seed);
    for (int i = 0; i < 8; i++) {
      TestProgram test = program(random.nextInt(100));
      withRunner(
          memory,
          (runner, simulation) -> {
            prepare(runner, test);
            long elsewhere = CONFIG.dramBytes() / 2;
            runWithBrokenRegion(runner, test.program(), broken, elsewhere, random.nextInt(2));
            ErrorCode error =
                broken == BrokenMemory.RESULTS ? ErrorCode.AXI_WRITE : ErrorCode.AXI_READ;
            assertStatus(simulation, error, broken == BrokenMemory.DESCRIPTOR ? 0 : 1);
            assertGoodProgramRuns(runner, test);
          });
    }
  }

  @Test
  void resetInTheMiddleOfAProgramLeavesNothingBehind() {
    long seed = TestDesigns.seed(41);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    RandomPrograms source = new RandomPrograms(CONFIG, random);
    withRunner(
        source.memory(),
        (runner, simulation) -> {
          ProgramCheck check = new ProgramCheck(CONFIG, runner);
          for (int i = 0; i < 40; i++) {
            TestProgram broken = source.next();
            prepare(runner, broken);
            runner.start(broken.program());
            simulation.advance(random.nextInt(3000));
            simulation.reset();
            check.run("after reset " + i, source.next());
          }
          assertThat(simulation.cycle()).isGreaterThan(40 * 100);
        });
  }

  /** Runs the first layer of a program with one of its regions moved to memory that fails. */
  private static void runWithBrokenRegion(
      ProgramRunner runner, Program program, BrokenMemory broken, long elsewhere, int beat) {
    AcceleratorSimulation simulation = runner.simulation();
    int[] words = words(program, 0);
    long descriptor = CONFIG.dramBytes() - 4096;
    if (broken.address != null) {
      int from = words[broken.address.word()];
      simulation.writeMemory(elsewhere, simulation.readMemory(from, 1 << 16));
      words[broken.address.word()] = (int) elsewhere;
      words[31] = LayerDescriptor.checksum(words);
    }
    long failing =
        (broken.address == null ? descriptor : elsewhere) + (long) beat * CONFIG.beatBytes();
    if (broken == BrokenMemory.RESULTS) {
      simulation.injectWriteError(failing);
    } else {
      simulation.injectReadError(failing);
    }
    simulation.writeMemory(descriptor, bytes(words));
    simulation.writeRegister(Register.IRQ_ENABLE.offset(), 1);
    simulation.writeRegister(Register.PROGRAM_ADDR.offset(), (int) descriptor);
    simulation.writeRegister(Register.PROGRAM_COUNT.offset(), 1);
    simulation.writeRegister(Register.CONTROL.offset(), Register.CONTROL.field("START").place(1));
    simulation.run(1_000_000);
  }

  private static void assertStatus(
      AcceleratorSimulation simulation, ErrorCode error, int layersFinished) {
    assertThat(simulation.readRegister(Register.STATUS.offset()))
        .isEqualTo(
            Register.STATUS.field("ERROR").place(1)
                | Register.STATUS.field("ERROR_CODE").place(error.code())
                | Register.STATUS.field("LAYERS_FINISHED").place(layersFinished));
    assertThat(simulation.peek("interrupt").intValue()).isEqualTo(1);
  }

  private static void assertGoodProgramRuns(ProgramRunner runner, TestProgram test) {
    new ProgramCheck(CONFIG, runner).run("after the fault", test);
    int status = runner.simulation().readRegister(Register.STATUS.offset());
    assertThat(status)
        .isEqualTo(
            Register.STATUS.field("DONE").place(1)
                | Register.STATUS.field("LAYERS_FINISHED").place(test.layers().size()));
  }

  private static TestProgram program(int seed) {
    RandomLayers layers = new RandomLayers(CONFIG, new Random(seed));
    return new TestProgram.Builder(CONFIG)
        .layer(
            layers.layer("first", 33, 20, 9, OperandKind.CAG, RandomLayers.Output.GELU_HLUQ),
            layers.codes(33, 20))
        .chained(layers.layer("second", 33, 9, 12, OperandKind.HLUQ, RandomLayers.Output.CAG))
        .chained(layers.layer("third", 33, 12, 5, OperandKind.CAG, RandomLayers.Output.RAW))
        .build();
  }

  private static void prepare(ProgramRunner runner, TestProgram test) {
    runner.load(test.program());
    for (int i = 0; i < test.inputs().size(); i++) {
      runner.writeInput(test.program().inputs().get(i), test.inputs().get(i));
    }
  }

  private static int[] words(Program program, int layer) {
    MemorySegment descriptors = program.segments().get(0);
    int[] words = new int[LayerDescriptor.WORDS];
    ByteBuffer.wrap(descriptors.data(), layer * LayerDescriptor.BYTES, LayerDescriptor.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(words);
    return words;
  }

  private static byte[] bytes(int[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  private interface Body {
    void run(ProgramRunner runner, AcceleratorSimulation simulation);
  }

  private static void withRunner(MemoryModel memory, Body body) {
    AcceleratorOptions options =
        AcceleratorOptions.of(CONFIG.dramBytes()).withMemory(memory).withoutJournal();
    try (AcceleratorSimulation simulation =
        AcceleratorSimulation.open(AcceleratorModels.quick(CONFIG), options)) {
      body.run(new ProgramRunner(CONFIG, simulation), simulation);
    }
  }
}
