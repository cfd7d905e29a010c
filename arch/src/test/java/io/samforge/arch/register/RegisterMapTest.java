package io.samforge.arch.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterMapTest {

  @Test
  void offsetsAreAlignedRisingAndBelowTheLayerLog() {
    int before = -4;
    for (Register register : Register.values()) {
      assertThat(register.offset() % 4).isZero();
      assertThat(register.offset()).isGreaterThan(before);
      before = register.offset();
    }
    assertThat(before).isLessThan(RegisterMap.LAYER_LOG.offset());
    assertThat(RegisterMap.LAYER_LOG.offset(255, 3)).isLessThan(RegisterMap.CODE_LOG.offset());
    assertThat(RegisterMap.CODE_LOG.offset(255, 2)).isLessThan(1 << RegisterMap.ADDRESS_BITS);
  }

  @Test
  void offsetsOfTheContract() {
    assertThat(Register.STATUS.offset()).isEqualTo(0x00C);
    assertThat(Register.CONFIG_HASH7.offset()).isEqualTo(0x03C);
    assertThat(Register.CAP2.offset()).isEqualTo(0x048);
    assertThat(Register.WRITE_BEATS_HI.offset()).isEqualTo(0x0B4);
    assertThat(RegisterMap.LAYER_LOG.offset(2, 1)).isEqualTo(0x1024);
    assertThatThrownBy(() -> RegisterMap.LAYER_LOG.offset(256, 0)).hasMessageContaining("256");
    assertThat(RegisterMap.CODE_LOG.offset(2, 1)).isEqualTo(0x2024);
    assertThatThrownBy(() -> RegisterMap.CODE_LOG.offset(0, 3))
        .hasMessage("no code log entry 0, word 3");
  }

  @Test
  void fieldsDoNotOverlap() {
    for (Register register : Register.values()) {
      int used = 0;
      Set<String> names = new HashSet<>();
      for (RegisterField field : register.fields()) {
        assertThat(used & field.mask()).as(register + "." + field.name()).isZero();
        assertThat(names.add(field.name())).isTrue();
        used |= field.mask();
      }
    }
  }

  @Test
  void aFieldPlacesAndExtracts() {
    RegisterField code = Register.STATUS.field("ERROR_CODE");
    assertThat(code.mask()).isEqualTo(0xff00);
    assertThat(code.extract(0xABCD1234)).isEqualTo(0x12);
    assertThat(code.place(5)).isEqualTo(0x500);
    assertThatThrownBy(() -> code.place(256)).hasMessageContaining("cannot hold 256");
    assertThatThrownBy(() -> Register.STATUS.field("NONE")).hasMessageContaining("no field NONE");
    assertThatThrownBy(() -> new RegisterField("A", 30, 3, "")).hasMessageContaining("outside");
  }

  @Test
  void theConstantsOfTheTinyConfiguration() {
    var values = RegisterMap.constants(Configs.tiny());
    assertThat(values)
        .containsEntry(Register.ID, 0x53414D46)
        .containsEntry(Register.VERSION, 0x00010001)
        .containsEntry(Register.CAP0, 0x04040408)
        .containsEntry(Register.CAP1, 0x00200004)
        .containsEntry(Register.CAP2, 0x00010040)
        .hasSize(13);
    String hash = Configs.tiny().hash();
    assertThat(String.format("%08x", values.get(Register.CONFIG_HASH0)))
        .isEqualTo(hash.substring(0, 8));
  }

  @Test
  void errorCodesComeBack() {
    for (ErrorCode error : ErrorCode.values()) {
      assertThat(ErrorCode.of(error.code())).isEqualTo(error);
    }
    assertThatThrownBy(() -> ErrorCode.of(0)).hasMessage("no error has the code 0");
  }
}
