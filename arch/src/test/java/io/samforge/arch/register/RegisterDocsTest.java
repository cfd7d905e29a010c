package io.samforge.arch.register;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegisterDocsTest {

  @Test
  void everyDocumentHasEveryRegisterFieldAndError() {
    String markdown = RegisterDocs.markdown();
    String header = RegisterDocs.cHeader();
    String rdl = RegisterDocs.systemRdl();
    for (Register register : Register.values()) {
      String offset = String.format("0x%03X", register.offset());
      assertThat(markdown).contains("| " + offset + " | " + register + " |");
      assertThat(header)
          .contains("#define SAMFORGE_" + register + String.format(" 0x%04Xu", register.offset()));
      assertThat(rdl)
          .contains(
              String.format(
                  "} %s @ 0x%X;",
                  register.name().toLowerCase(java.util.Locale.ROOT), register.offset()));
      for (RegisterField field : register.fields()) {
        assertThat(markdown).contains("| " + register + "." + field.name() + " |");
        assertThat(header)
            .contains(
                String.format("SAMFORGE_%s_%s_MASK 0x%08Xu", register, field.name(), field.mask()));
        assertThat(rdl)
            .contains(String.format("%s[%d:%d];", field.name(), field.msb(), field.lsb()));
      }
    }
    for (ErrorCode error : ErrorCode.values()) {
      assertThat(markdown).contains("| " + error.code() + " | " + error + " |");
      assertThat(header).contains("#define SAMFORGE_ERROR_" + error + " " + error.code() + "u");
    }
  }

  @Test
  void everyDocumentSaysThatItIsGenerated() {
    assertThat(RegisterDocs.markdown()).startsWith("<!-- Generated from ");
    assertThat(RegisterDocs.cHeader()).startsWith("/* Generated from ");
    assertThat(RegisterDocs.systemRdl()).startsWith("// Generated from ").endsWith("};\n");
  }
}
