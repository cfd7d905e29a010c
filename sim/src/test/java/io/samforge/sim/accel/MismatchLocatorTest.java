package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.golden.GoldenOutput;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.MemoryModel;
import io.samforge.sim.testing.NativeLeakCheck;
import io.samforge.sim.verilator.BuildOptions;
import io.samforge.sim.verilator.ModelLibrary;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One wrong bit, on the golden side or in the Verilog, is located to the cycle. */
@ExtendWith(NativeLeakCheck.class)
class MismatchLocatorTest {
  @TempDir Path folder;

  @Test
  void locatesAWrongBitOfTheGoldenSide() throws Exception {
    AcceleratorConfig config = TestConfigs.shipped("tiny").withBits(5, 5);
    ModelLibrary library = AcceleratorModels.quick(config);
    MemoryModel memory =
        MemoryModel.ideal().withLatency(20).withStalls(MemoryModel.Stalls.all(0.3), 9);
    MismatchLocator locator = new MismatchLocator(config, library, memory, folder);
    TestProgram test = chain(config);
    for (int layer = 0; layer < test.layers().size(); layer++) {
      GoldenOutput golden = test.golden().get(layer);
      assertThat(locator.locate(test.program(), test.inputs(), layer, golden)).isEmpty();
      InjectedBit bit = InjectedBit.random(golden, new Random(layer));
      MismatchReport report =
          locator.locate(test.program(), test.inputs(), layer, bit.wrong()).orElseThrow();
      Mismatch found = report.mismatch();
      System.out.println(report.text());
      assertThat(found.layerIndex()).isEqualTo(layer);
      assertThat(found.layer()).isEqualTo(test.layers().get(layer).name());
      assertThat(found.token()).isEqualTo(bit.token());
      assertThat(found.channel()).isEqualTo(bit.channel());
      assertThat(found.differing()).isEqualTo(1);
      assertThat(found.expected() ^ found.actual()).isEqualTo(bit.flipped());
      assertBeatLeftInThatCycle(config, library, memory, test, report);
      assertWaveform(report);
      assertPicture(report);
    }
  }

  @Test
  void locatesAWrongBitOfTheHardware() throws Exception {
    AcceleratorConfig config = TestConfigs.shipped("tiny");
    // The lowest bit of every third weight.
    String verilog =
        new Mutation(
                "DotProductLane",
                "weight_2 <= weight_shadow_2",
                "weight_2 <= 4'd1 ^ weight_shadow_2")
            .apply(RtlCache.standard().accelerator(config));
    ModelLibrary mutant = AcceleratorModels.of(verilog, BuildOptions.quick());
    TestProgram test = chain(config);
    MismatchReport report =
        new MismatchLocator(config, mutant, MemoryModel.ideal(), folder)
            .locate(test.program(), test.inputs(), 0, test.golden().get(0))
            .orElseThrow();
    System.out.println(report.text());
    assertThat(report.mismatch().differing()).isGreaterThan(1);
    assertBeatLeftInThatCycle(config, mutant, MemoryModel.ideal(), test, report);
    assertWaveform(report);
    assertPicture(report);
  }

  @Test
  void locatesInTheLargeConfiguration() throws Exception {
    AcceleratorConfig config = TestConfigs.shipped("large");
    RandomLayers layers = new RandomLayers(config, new Random(4));
    TestProgram test =
        new TestProgram.Builder(config)
            .layer(
                layers.layer("wide", 70, 200, 300, OperandKind.CAG, RandomLayers.Output.GELU_HLUQ),
                layers.codes(70, 200))
            .build();
    InjectedBit bit = InjectedBit.at(test.golden().get(0), 69, 299);
    MismatchReport report =
        new MismatchLocator(config, AcceleratorModels.quick(config), MemoryModel.ideal(), folder)
            .locate(test.program(), test.inputs(), 0, bit.wrong())
            .orElseThrow();
    System.out.println(report.text());
    assertThat(report.mismatch().token()).isEqualTo(69);
    assertThat(report.mismatch().channel()).isEqualTo(299);
    assertThat(report.mismatch().outputTile()).isEqualTo(2);
    assertWaveform(report);
  }

  private static TestProgram chain(AcceleratorConfig config) {
    RandomLayers layers = new RandomLayers(config, new Random(8));
    return new TestProgram.Builder(config)
        .layer(
            layers.layer("first", 50, 20, 30, OperandKind.CAG, RandomLayers.Output.CAG),
            layers.codes(50, 20))
        .chained(layers.layer("second", 50, 30, 17, OperandKind.CAG, RandomLayers.Output.GELU_HLUQ))
        .chained(layers.layer("third", 50, 17, 6, OperandKind.HLUQ, RandomLayers.Output.RAW))
        .build();
  }

  /** Repeats the run with other means: the beat appears in memory in the reported cycle. */
  private static void assertBeatLeftInThatCycle(
      AcceleratorConfig config,
      ModelLibrary library,
      MemoryModel memory,
      TestProgram test,
      MismatchReport report) {
    AcceleratorOptions options =
        AcceleratorOptions.of(config.dramBytes()).withMemory(memory).withoutJournal();
    try (AcceleratorSimulation simulation = AcceleratorSimulation.open(library, options)) {
      ProgramRunner runner = new ProgramRunner(config, simulation);
      runner.load(test.program());
      ProgramTensor input = test.program().inputOf(0);
      runner.writeInput(input, test.inputs().get(0));
      ProgramTensor output = test.program().outputOf(report.mismatch().layerIndex());
      simulation.fill(output.address(), output.layout(config).bytes(), (byte) 0xee);
      runner.start(test.program());
      simulation.advance(report.cycle() - simulation.cycle());
      byte[] before = simulation.readMemory(report.address(), config.beatBytes());
      simulation.advance(1);
      byte[] after = simulation.readMemory(report.address(), config.beatBytes());
      assertThat(before).containsOnly(0xee);
      assertThat(after).isNotEqualTo(before);
    }
  }

  private static void assertWaveform(MismatchReport report) throws IOException {
    assertThat(report.text()).contains(report.waveform().toString());
    try (DataInputStream in = new DataInputStream(Files.newInputStream(report.waveform()))) {
      in.skipBytes(9);
      // An FST file starts with its first and last time; a cycle lasts ten units.
      assertThat(in.readLong()).isEqualTo(10 * report.firstCycle());
      assertThat(in.readLong() / 10).isEqualTo(report.lastCycle());
    }
    assertThat(report.firstCycle()).isLessThan(report.cycle());
    assertThat(report.lastCycle()).isGreaterThan(report.cycle());
  }

  private static void assertPicture(MismatchReport report) throws Exception {
    String svg = Files.readString(report.picture());
    assertThat(svg).contains("cycle " + report.cycle(), "m_axi_wdata", report.mismatch().layer());
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.picture().toFile())
                .getElementsByTagName("polyline")
                .getLength())
        .isGreaterThan(5);
  }
}
