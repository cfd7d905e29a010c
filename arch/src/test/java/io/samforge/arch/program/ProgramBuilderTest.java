package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenModel;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.RandomLayers;
import io.samforge.arch.layer.SlotMap;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProgramBuilderTest {

  /** Interprets the bytes of random chains of two layers and of single layers. */
  @Test
  void theBytesOfRandomProgramsMeanWhatTheGoldenModelComputes() {
    Random random = Seeds.random(41);
    int severalTiles = 0;
    int wide = 0;
    int wideWeights = 0;
    for (int i = 0; i < 60; i++) {
      AcceleratorConfig config = Configs.random(random);
      RandomLayers layers = new RandomLayers(random, config);
      GemmLayer second = layers.reader("second");
      if (i % 3 == 0) {
        second = second.withTokens(129 + random.nextInt(30));
      }
      GemmLayer first = layers.producer("first", second, 1 + random.nextInt(30));
      GemmLayer alone = layers.layer("alone");
      Program program =
          new ProgramBuilder(config).layer(first).chained(second).layer(alone).build();
      byte[][] firstCodes = layers.codes(first);
      byte[][] aloneCodes = layers.codes(alone);
      byte[] memory = memory(program, random);
      write(memory, program.inputs().get(0), config, firstCodes);
      write(memory, program.inputs().get(1), config, aloneCodes);
      interpret(memory, program);
      GoldenModel golden = new GoldenModel();
      GoldenOutput between = golden.run(first, firstCodes);
      assertThat(program.outputOf(0).unpackCodes(config, read(memory, program, 0)))
          .isDeepEqualTo(between.codes());
      assertOutput(memory, program, 1, second, golden.run(second, between.codes()));
      assertOutput(memory, program, 2, alone, golden.run(alone, aloneCodes));
      wide += alone.operand().ofCodes() instanceof WideOperand ? 1 : 0;
      wideWeights += alone.operand() instanceof WideWeightsOperand ? 1 : 0;
      severalTiles += program.descriptor(1).tiles() > 1 ? 1 : 0;
    }
    assertThat(severalTiles).isEqualTo(20);
    assertThat(wide).isBetween(5, 25);
    assertThat(wideWeights).isBetween(1, 25);
  }

  @Test
  void oneWrongBitOfTheWeightStreamIsSeen() {
    Random random = Seeds.random(42);
    AcceleratorConfig config = Configs.tiny();
    RandomLayers layers = new RandomLayers(random, config);
    GemmLayer raw = layers.layer("raw");
    while (raw.output() instanceof CodeOutput) {
      raw = layers.layer("raw");
    }
    Program rawProgram = new ProgramBuilder(config).layer(raw).build();
    byte[][] rawCodes = layers.codes(raw);
    byte[] rawMemory = memory(rawProgram, random);
    write(rawMemory, rawProgram.inputs().get(0), config, rawCodes);
    // Bit 30 of S of output 0.
    rawMemory[(int) rawProgram.descriptor(0).weightAddress() + 3] ^= 1 << 6;
    interpret(rawMemory, rawProgram);
    float[][] found = rawProgram.outputOf(0).unpackRaw(config, read(rawMemory, rawProgram, 0));
    assertThat(found).isNotEqualTo(new GoldenModel().values(raw, rawCodes));
  }

  @Test
  void regionsAreAlignedAndDoNotTouchAddressZero() {
    RandomLayers layers = new RandomLayers(Seeds.random(43), Configs.tiny());
    GemmLayer layer = layers.layer("one");
    Program program = new ProgramBuilder(Configs.tiny()).layer(layer).layer(layer).build();
    assertThat(program.descriptorAddress()).isEqualTo(MemoryRegion.FIRST_ADDRESS);
    assertThat(program.segments()).hasSize(5);
    assertThat(program.segments()).allMatch(s -> s.address() % 64 == 0 && s.address() >= 4096);
    assertThat(program.tensors()).allMatch(t -> t.address() % 64 == 0);
    assertThat(program.inputs()).hasSize(2);
    assertThat(program.outputs()).hasSize(2);
    assertThat(program.memoryBytes()).isLessThan(Configs.tiny().dramBytes());
  }

  @Test
  void aProgramThatExceedsItsMemoryIsAUserError() {
    RandomLayers layers = new RandomLayers(Seeds.random(44), Configs.tiny());
    GemmLayer layer = layers.layer("big").withTokens(2_000_000);
    ProgramBuilder builder = new ProgramBuilder(Configs.tiny());
    for (int i = 0; i < 20; i++) {
      builder.layer(layer);
    }
    assertThatThrownBy(builder::build)
        .isInstanceOf(UserError.class)
        .hasMessageMatching(
            "the program needs more than \\d+ MiB of memory; allowed: dramMiB = 64 of the"
                + " configuration");
  }

  @Test
  void layersThatDoNotFollowOneAnotherAreRejected() {
    RandomLayers layers = new RandomLayers(Seeds.random(45), Configs.tiny());
    GemmLayer layer = layers.reader("a").withTokens(3);
    assertThatThrownBy(() -> new ProgramBuilder(Configs.tiny()).chained(layer))
        .hasMessage("layer a has no layer before it");
    assertThatThrownBy(
            () -> new ProgramBuilder(Configs.tiny()).layer(layer).chained(layer.withTokens(4)))
        .hasMessageStartingWith("layer a reads codes of 4 tokens x ");
    assertThatThrownBy(() -> new ProgramBuilder(Configs.tiny()).build())
        .hasMessage("a program needs at least one layer");
  }

  @Test
  void noLayerWritesTheOperandOfALog2Layer() {
    RandomLayers layers = new RandomLayers(Seeds.random(46), Configs.tiny());
    GemmLayer reader = layers.layer("b");
    while (!(reader.operand() instanceof Log2Operand)) {
      reader = layers.layer("b");
    }
    GemmLayer log2 = reader;
    GemmLayer first = layers.producer("a", log2, 5);
    assertThatThrownBy(() -> new ProgramBuilder(Configs.tiny()).layer(first).chained(log2))
        .hasMessage(
            "layer b reads codes that stand in several slots; allowed: codes that the host"
                + " writes, not those of layer a");
  }

  @Test
  void noLayerWritesTheOperandOfAWideLayer() {
    RandomLayers layers = new RandomLayers(Seeds.random(47), Configs.tiny());
    GemmLayer plain = layers.reader("a");
    GemmLayer wide = layers.wide("b", plain.tokens(), plain.channels(), 3);
    GemmLayer first = layers.producer("a", plain, 5);
    assertThatThrownBy(() -> new ProgramBuilder(Configs.tiny()).layer(first).chained(wide))
        .hasMessage(
            "layer b reads codes that stand in several slots; allowed: codes that the host"
                + " writes, not those of layer a");
  }

  /** Turns one bit of every digit of a wide operand in memory, one after the other. */
  @Test
  void everyWrongDigitIsSeen() {
    Random random = Seeds.random(48);
    for (int bits : new int[] {4, 5, 6}) {
      AcceleratorConfig config = Configs.tiny().withBits(4, bits);
      GemmLayer layer = new RandomLayers(random, config).wide("wide", 2, 11, 9);
      Program program = new ProgramBuilder(config).layer(layer).build();
      ProgramTensor tensor = program.inputs().get(0);
      byte[][] codes = new RandomLayers(random, config).codes(layer);
      float[][] golden = new GoldenModel().values(layer, codes);
      byte[][] held = {tensor.slots().toSlots(codes[0]), tensor.slots().toSlots(codes[1])};
      assertThat(values(program, held, random)).isDeepEqualTo(golden);
      int wrong = 0;
      for (int slot = 0; slot < tensor.slots().slots(); slot++) {
        if (tensor.slotChannel()[slot] != SlotMap.PADDING) {
          held[1][slot] ^= (byte) (1 << random.nextInt(bits));
          assertThat(values(program, held, random)[1]).isNotEqualTo(golden[1]);
          held[1][slot] = tensor.slots().toSlots(codes[1])[slot];
          wrong++;
        }
      }
      assertThat(wrong).isEqualTo(tensor.slots().code().copies() * 11);
    }
  }

  /** Returns the floats that the bytes of a program of one layer mean for what its slots hold. */
  private static float[][] values(Program program, byte[][] held, Random random) {
    byte[] memory = memory(program, random);
    ProgramTensor tensor = program.inputs().get(0);
    byte[] bytes = tensor.layout(program.config()).packCodes(held);
    System.arraycopy(bytes, 0, memory, (int) tensor.address(), bytes.length);
    interpret(memory, program);
    return program.outputOf(0).unpackRaw(program.config(), read(memory, program, 0));
  }

  private static void assertOutput(
      byte[] memory, Program program, int index, GemmLayer layer, GoldenOutput golden) {
    ProgramTensor tensor = program.outputOf(index);
    byte[] bytes = read(memory, program, index);
    assertThat(tensor.raw()).isEqualTo(!(layer.output() instanceof CodeOutput));
    if (tensor.raw()) {
      assertThat(tensor.unpackRaw(program.config(), bytes)).isDeepEqualTo(golden.values());
    } else {
      assertThat(tensor.unpackCodes(program.config(), bytes)).isDeepEqualTo(golden.codes());
    }
  }

  /** Returns device memory with the program and noise everywhere else. */
  private static byte[] memory(Program program, Random random) {
    byte[] memory = new byte[(int) program.memoryBytes()];
    random.nextBytes(memory);
    for (MemorySegment segment : program.segments()) {
      System.arraycopy(segment.data(), 0, memory, (int) segment.address(), segment.data().length);
    }
    return memory;
  }

  private static void write(
      byte[] memory, ProgramTensor tensor, AcceleratorConfig config, byte[][] codes) {
    byte[] bytes = tensor.packCodes(config, codes);
    System.arraycopy(bytes, 0, memory, (int) tensor.address(), bytes.length);
  }

  private static byte[] read(byte[] memory, Program program, int layer) {
    ProgramTensor tensor = program.outputOf(layer);
    int start = (int) tensor.address();
    int length = (int) tensor.layout(program.config()).bytes();
    return Arrays.copyOfRange(memory, start, start + length);
  }

  private static void interpret(byte[] memory, Program program) {
    AcceleratorConfig c = program.config();
    MemoryInterpreter interpreter =
        new MemoryInterpreter(
            memory,
            c.reductionLanes(),
            c.outputLanes(),
            c.weightBits(),
            c.activationBits(),
            c.groups(),
            c.axiDataWidth());
    for (int i = 0; i < program.layers().size(); i++) {
      interpreter.run(program.descriptorAddress() + (long) i * LayerDescriptor.BYTES);
    }
  }
}
