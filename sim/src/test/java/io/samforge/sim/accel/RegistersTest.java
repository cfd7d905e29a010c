package io.samforge.sim.accel;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.LayerTable;
import io.samforge.arch.program.OperandKind;
import io.samforge.arch.register.Register;
import io.samforge.arch.register.RegisterMap;
import io.samforge.host.RunCounters;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.Simulation;
import io.samforge.sim.TestDesigns;
import io.samforge.sim.testing.NativeLeakCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The AXI4-Lite slave against the declared register map, and the views of a running program. */
@ExtendWith(NativeLeakCheck.class)
class RegistersTest {
  private static final int START = Register.CONTROL.field("START").place(1);
  private static final int CLEAR = Register.CONTROL.field("CLEAR_INTERRUPT").place(1);

  @Test
  void everyAddressReadsAsDeclaredAfterReset() {
    int read = 0;
    for (AcceleratorConfig config : List.of(tiny(), tiny().withBits(8, 8))) {
      try (Simulation simulation = open(config)) {
        AxiLiteMaster master = new AxiLiteMaster(simulation);
        Map<Integer, Integer> constants = new HashMap<>();
        RegisterMap.constants(config)
            .forEach((register, value) -> constants.put(register.offset(), value));
        // The logs are memories without reset; everything else that is no constant starts at 0.
        for (int address = 0; address < RegisterMap.LAYER_LOG.offset(); address += 4) {
          assertThat(master.read(address, address % 3))
              .as("%s register 0x%03x", TestConfigs.label(config), address)
              .isEqualTo(constants.getOrDefault(address, 0));
          read++;
        }
        for (int address = 0x3000; address < 0x10000; address += 0x7fc) {
          assertThat(master.read(address)).as("register 0x%04x", address).isZero();
        }
      }
    }
    assertThat(read).isEqualTo(2 * 1024);
  }

  @Test
  void onlyStrobedBytesOfWritableRegistersChange() {
    long seed = TestDesigns.seed(21);
    System.out.println("samforge.seed=" + seed);
    Random random = new Random(seed);
    Map<Register, Integer> masks =
        Map.of(
            Register.IRQ_ENABLE, 1,
            Register.PROGRAM_ADDR, -1,
            Register.PROGRAM_COUNT, 0xffff,
            Register.GROUP_SELECT, 3);
    Map<Register, Integer> expected = new HashMap<>();
    try (Simulation simulation = open(tiny())) {
      AxiLiteMaster master = new AxiLiteMaster(simulation);
      Map<Register, Integer> constants = RegisterMap.constants(tiny());
      for (int i = 0; i < 2000; i++) {
        Register register = Register.values()[random.nextInt(Register.values().length)];
        int strobes = random.nextInt(16);
        int value = random.nextInt();
        if (register == Register.CONTROL) {
          continue;
        }
        master.write(
            register.offset(),
            value,
            strobes,
            random.nextInt(4),
            random.nextInt(4),
            random.nextInt(8));
        if (masks.containsKey(register)) {
          int mask = masks.get(register) & byteMask(strobes);
          expected.merge(register, value & mask, (old, now) -> old & ~mask | now);
        }
        Register looked = Register.values()[random.nextInt(Register.values().length)];
        assertThat(master.read(looked.offset(), random.nextInt(5)))
            .as("%s after write %d", looked, i)
            .isEqualTo(expected.getOrDefault(looked, constants.getOrDefault(looked, 0)));
      }
    }
    assertThat(expected).hasSize(4);
  }

  @Test
  void emptyProgramEndsAtOnceAndTheInterruptObeysItsEnable() {
    try (Simulation simulation = open(tiny())) {
      AxiLiteMaster master = new AxiLiteMaster(simulation);
      int done = Register.STATUS.field("DONE").place(1);
      // A start whose byte is not strobed is no start.
      master.write(Register.CONTROL.offset(), START, 0xe, 0, 0, 0);
      assertThat(master.read(Register.STATUS.offset())).isZero();
      master.write(Register.CONTROL.offset(), START);
      assertThat(master.read(Register.STATUS.offset())).isEqualTo(done);
      assertThat(simulation.get("interrupt")).isZero();
      master.write(Register.IRQ_ENABLE.offset(), 1);
      assertThat(simulation.get("interrupt")).isEqualTo(1);
      master.write(Register.CONTROL.offset(), CLEAR);
      assertThat(simulation.get("interrupt")).isZero();
      assertThat(master.read(Register.STATUS.offset())).isEqualTo(done);
      master.write(Register.CONTROL.offset(), START);
      simulation.step(4);
      assertThat(simulation.get("interrupt")).isEqualTo(1);
      assertThat(master.read(Register.CYCLES_LO.offset())).isBetween(1, 4);
      assertThat(simulation.get("m_axi_arvalid")).isZero();
    }
  }

  @Test
  void groupEntriesAreThoseOfTheRunningLayer() {
    for (AcceleratorConfig config : List.of(tiny(), TestConfigs.named("three-groups"))) {
      RandomLayers layers = new RandomLayers(config, new Random(2));
      GemmLayer first = layers.layer("cag", 32, 60, 40, OperandKind.CAG, RandomLayers.Output.RAW);
      GemmLayer second =
          layers.layer("hluq", 32, 60, 40, OperandKind.HLUQ, RandomLayers.Output.UNIFORM);
      TestProgram test =
          new TestProgram.Builder(config)
              .layer(first, layers.codes(32, 60))
              .layer(second, layers.codes(32, 60))
              .build();
      ProgramRunner runner = AcceleratorModels.open(config, AcceleratorModels.quick(config));
      try (AcceleratorSimulation simulation = runner.simulation()) {
        new ProgramCheck(config, runner).run("whole", test);
        runner.start(test.program());
        // Long enough for descriptor and table of the second layer to be there as well.
        simulation.advance(500);
        assertThat(finished(simulation)).isZero();
        assertEntries(config, simulation, first);
        assertThat(finished(simulation)).isZero();
        simulation.run(1_000_000);
        assertThat(finished(simulation)).isEqualTo(2);
        assertEntries(config, simulation, second);
      }
    }
  }

  @Test
  void aStartWhileAProgramRunsIsIgnored() {
    RandomLayers layers = new RandomLayers(tiny(), new Random(9));
    TestProgram test =
        new TestProgram.Builder(tiny())
            .layer(
                layers.layer("busy", 40, 60, 20, OperandKind.HLUQ, RandomLayers.Output.CAG),
                layers.codes(40, 60))
            .build();
    ProgramRunner runner = AcceleratorModels.open(tiny(), AcceleratorModels.quick(tiny()));
    try (AcceleratorSimulation simulation = runner.simulation()) {
      ProgramCheck check = new ProgramCheck(tiny(), runner);
      // Which reader goes first depends on who was last: the second run has the third one's past.
      check.run("first", test);
      RunCounters alone = check.again("alone", test);
      runner.start(test.program());
      for (int i = 0; i < 10; i++) {
        simulation.writeRegister(Register.CONTROL.offset(), START);
      }
      simulation.run(1_000_000);
      assertThat(simulation.readRegister(Register.CYCLES_LO.offset()))
          .isEqualTo((int) alone.cycles());
      check.again("again", test);
    }
  }

  private static void assertEntries(
      AcceleratorConfig config, AcceleratorSimulation simulation, GemmLayer layer) {
    int[] words = LayerTable.words(config, layer);
    for (int entry = 0; entry < config.groups(); entry++) {
      simulation.writeRegister(Register.GROUP_SELECT.offset(), entry);
      assertThat(simulation.readRegister(Register.GROUP_ENTRY.offset()))
          .as("entry %d of layer %s", entry, layer.name())
          .isEqualTo(words[LayerTable.WORDS_PER_ENTRY * entry]);
    }
  }

  private static int finished(AcceleratorSimulation simulation) {
    return Register.STATUS
        .field("LAYERS_FINISHED")
        .extract(simulation.readRegister(Register.STATUS.offset()));
  }

  private static int byteMask(int strobes) {
    int mask = 0;
    for (int b = 0; b < 4; b++) {
      mask |= (strobes >> b & 1) * 0xff << 8 * b;
    }
    return mask;
  }

  private static AcceleratorConfig tiny() {
    return TestConfigs.shipped("tiny");
  }

  private static Simulation open(AcceleratorConfig config) {
    Simulation simulation = Simulation.open(AcceleratorModels.quick(config));
    simulation.reset();
    return simulation;
  }
}
