package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.hdl.Module;
import io.samforge.rtl.unit.CagGroupRegisterFile;
import io.samforge.rtl.unit.Fp32Add;
import io.samforge.rtl.unit.Fp32Multiply;
import io.samforge.rtl.unit.HluqDecodeUnit;
import io.samforge.rtl.unit.IntToFp32;
import io.samforge.rtl.unit.PerChannelRegisterFile;
import io.samforge.rtl.unit.PostLane;
import io.samforge.rtl.unit.PostLaneShape;
import io.samforge.rtl.unit.StandaloneUnit;
import io.samforge.rtl.unit.StandaloneUnits;
import io.samforge.rtl.unit.ThresholdSearch;
import io.samforge.sim.tool.VerilatorLint;
import io.samforge.sim.tool.Yosys;
import io.samforge.sim.verilator.ModelSource;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every unit passes Verilator's lint and Yosys's check without a single warning. */
class UnitLintTest {
  private int checked;

  @Test
  void unitsAreClean() {
    for (int bits : new int[] {4, 8}) {
      clean("HluqDecodeUnit", () -> new HluqDecodeUnit(bits, 8));
      clean("HluqDecodeUnit", () -> new HluqDecodeUnit(bits, 8, 5));
      clean("ThresholdSearch", () -> new ThresholdSearch(bits, 3));
      clean("PostLane", () -> new PostLane(new PostLaneShape(39, 37, 50, bits, bits, 4)));
      clean("PostLane", () -> new PostLane(new PostLaneShape(50, 24, 52, 8, bits, 16)));
    }
    clean("CagGroupRegisterFile", () -> new CagGroupRegisterFile(5, 16, 4, 2));
    clean("PerChannelRegisterFile", () -> new PerChannelRegisterFile(96, 16, 8, 0));
    for (int width : new int[] {2, 27, 50, 63}) {
      clean("IntToFp32", () -> new IntToFp32(width));
    }
    clean("Fp32Multiply", Fp32Multiply::new);
    clean("Fp32Add", Fp32Add::new);
    assertThat(checked).isEqualTo(18);
  }

  @Test
  void standaloneUnitsAreCleanWithTheirDefaults() {
    for (StandaloneUnit unit : StandaloneUnits.all()) {
      clean(unit.name(), unit.supplier(Map.of()));
    }
    assertThat(checked).isEqualTo(3);
  }

  @Test
  void noticesAnUndrivenNet() {
    String good = RtlBench.source("Fp32Add", Fp32Add::new).sources().get(0).text();
    ModelSource bad = ModelSource.text("Fp32Add", good.replaceFirst("assign result = [^;]*;", ""));
    assertThatThrownBy(() -> VerilatorLint.onPath().check(bad)).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> Yosys.onPath().check(bad)).isInstanceOf(UserError.class);
  }

  private void clean(String top, Supplier<? extends Module> constructor) {
    ModelSource source = RtlBench.source(top, constructor);
    VerilatorLint.onPath().check(source);
    Yosys.onPath().check(source);
    checked++;
  }
}
