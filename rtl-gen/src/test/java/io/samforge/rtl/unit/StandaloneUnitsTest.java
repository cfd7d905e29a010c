package io.samforge.rtl.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.hdl.VerilogEmitter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandaloneUnitsTest {
  @Test
  void emitsEveryUnitUnderItsName() {
    for (StandaloneUnit unit : StandaloneUnits.all()) {
      String verilog = VerilogEmitter.emit("", unit.supplier(Map.of()));
      assertThat(verilog).contains("module " + unit.name() + " (");
    }
  }

  @Test
  void appliesParameters() {
    String decoder =
        VerilogEmitter.emit(
            "", StandaloneUnits.supplier("HluqDecodeUnit", Map.of("bits", 6, "nLog", 20)));
    assertThat(decoder).contains("wire [5:0]    code").doesNotContain("n_log");
    String file =
        VerilogEmitter.emit(
            "",
            StandaloneUnits.supplier(
                "CagGroupRegisterFile", Map.of("groups", 16, "bits", 5, "readPorts", 2)));
    assertThat(file)
        .contains("wire [3:0]    write_index", "wire [4:0]    write_zero_point", "read_index_1");
  }

  @Test
  void namesWhatIsWrong() {
    refused(
        "Decoder",
        Map.of(),
        "unit Decoder is unknown; allowed: HluqDecodeUnit, CagGroupRegisterFile,"
            + " PerChannelRegisterFile");
    refused(
        "HluqDecodeUnit",
        Map.of("bit", 4),
        "unit HluqDecodeUnit: parameter bit is unknown; allowed: bits, nLog");
    refused(
        "CagGroupRegisterFile",
        Map.of("groups", 17),
        "unit CagGroupRegisterFile: parameter groups is 17; allowed: 2 to 16");
    assertThatThrownBy(
            () ->
                VerilogEmitter.emit(
                    "", StandaloneUnits.supplier("HluqDecodeUnit", Map.of("bits", 4, "nLog", 9))))
        .isInstanceOf(UserError.class)
        .hasMessage("unit HluqDecodeUnit: parameter nLog is 9; allowed with bits 4: 0 to 8");
  }

  private static void refused(String unit, Map<String, Integer> parameters, String message) {
    assertThatThrownBy(() -> StandaloneUnits.supplier(unit, parameters))
        .isInstanceOf(UserError.class)
        .hasMessage(message);
  }
}
