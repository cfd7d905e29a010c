package io.samforge.arch.register;

import java.util.Locale;

/** Writes the register map as Markdown, as a C header and as SystemRDL. */
public final class RegisterDocs {
  private static final String NOTICE =
      "Generated from io.samforge.arch.register.RegisterMap; do not edit.";

  private RegisterDocs() {}

  /** Returns the register map as Markdown tables. */
  public static String markdown() {
    StringBuilder out = new StringBuilder("<!-- " + NOTICE + " -->\n\n# Registers\n\n");
    out.append("| Offset | Name | Access | Bits | Description |\n|---|---|---|---|---|\n");
    for (Register register : Register.values()) {
      out.append(
          String.format(
              "| 0x%03X | %s | %s | 31:0 | %s |\n",
              register.offset(), register, register.access().text(), register.description()));
      for (RegisterField field : register.fields()) {
        out.append(
            String.format(
                "| | %s.%s | %s | %s | %s |\n",
                register,
                field.name(),
                register.access().text(),
                bits(field),
                field.description()));
      }
    }
    for (RegisterLog log : RegisterMap.LOGS) {
      out.append(
          String.format(
              "| 0x%04X + %d i | %s[i], i < %d | R | | words %s |\n",
              log.offset(),
              RegisterLog.STRIDE,
              log.name(),
              RegisterLog.ENTRIES,
              String.join(", ", log.words())));
    }
    out.append("\n## Error codes\n\n| Code | Name | Meaning |\n|---|---|---|\n");
    for (ErrorCode error : ErrorCode.values()) {
      out.append(String.format("| %d | %s | %s |\n", error.code(), error, error.description()));
    }
    return out.toString();
  }

  /** Returns the register map as a C header with offsets, bit positions and error codes. */
  public static String cHeader() {
    StringBuilder out = new StringBuilder("/* " + NOTICE + " */\n");
    out.append("#ifndef SAMFORGE_REGISTERS_H\n#define SAMFORGE_REGISTERS_H\n\n");
    define(out, "SAMFORGE_ID_VALUE", String.format("0x%08Xu", RegisterMap.ID_VALUE));
    define(out, "SAMFORGE_VERSION_VALUE", String.format("0x%08Xu", RegisterMap.VERSION_VALUE));
    for (Register register : Register.values()) {
      out.append("\n/* ").append(register.description()).append(" */\n");
      define(out, "SAMFORGE_" + register, String.format("0x%04Xu", register.offset()));
      for (RegisterField field : register.fields()) {
        String name = "SAMFORGE_" + register + "_" + field.name();
        define(out, name + "_SHIFT", Integer.toString(field.lsb()));
        define(out, name + "_MASK", String.format("0x%08Xu", field.mask()));
      }
    }
    for (RegisterLog log : RegisterMap.LOGS) {
      out.append("\n/* words of one entry of the ").append(log.title()).append(" */\n");
      String name = "SAMFORGE_" + log.name();
      define(out, name, String.format("0x%04Xu", log.offset()));
      define(out, name + "_STRIDE", RegisterLog.STRIDE + "u");
      define(out, name + "_ENTRIES", RegisterLog.ENTRIES + "u");
      for (int i = 0; i < log.words().size(); i++) {
        define(out, name + "_" + log.words().get(i), 4 * i + "u");
      }
    }
    out.append("\n/* error codes */\n");
    for (ErrorCode error : ErrorCode.values()) {
      define(out, "SAMFORGE_ERROR_" + error, error.code() + "u");
    }
    return out.append("\n#endif\n").toString();
  }

  /** Returns the register map as a SystemRDL 2.0 address map. */
  public static String systemRdl() {
    StringBuilder out = new StringBuilder("// " + NOTICE + "\naddrmap samforge {\n");
    out.append("  default regwidth = 32;\n");
    for (Register register : Register.values()) {
      rdlRegister(out, "  ", register);
    }
    RegisterMap.LOGS.forEach(log -> rdlLog(out, log));
    return out.append("};\n").toString();
  }

  private static void rdlLog(StringBuilder out, RegisterLog log) {
    out.append("  regfile {\n");
    for (int i = 0; i < log.words().size(); i++) {
      out.append(
          String.format(
              "    reg { field { sw = r; hw = w; } VALUE[31:0]; } %s @ 0x%X;\n",
              log.words().get(i).toLowerCase(Locale.ROOT), 4 * i));
    }
    out.append(
        String.format(
            "  } %s[%d] @ 0x%X += 0x%X;\n",
            log.name().toLowerCase(Locale.ROOT),
            RegisterLog.ENTRIES,
            log.offset(),
            RegisterLog.STRIDE));
  }

  private static void rdlRegister(StringBuilder out, String indent, Register register) {
    out.append(indent).append("reg {\n");
    out.append(String.format("%s  desc = \"%s\";\n", indent, register.description()));
    if (register.fields().isEmpty()) {
      rdlField(out, indent, register, new RegisterField("VALUE", 0, 32, register.description()));
    }
    register.fields().forEach(field -> rdlField(out, indent, register, field));
    out.append(
        String.format(
            "%s} %s @ 0x%X;\n",
            indent, register.name().toLowerCase(Locale.ROOT), register.offset()));
  }

  private static void rdlField(
      StringBuilder out, String indent, Register register, RegisterField field) {
    out.append(
        String.format(
            "%s  field { desc = \"%s\"; sw = %s; hw = %s; } %s[%d:%d];\n",
            indent,
            field.description(),
            register.access().systemRdl(),
            register.access().writable() ? "r" : "w",
            field.name(),
            field.msb(),
            field.lsb()));
  }

  private static String bits(RegisterField field) {
    return field.width() == 1 ? Integer.toString(field.lsb()) : field.msb() + ":" + field.lsb();
  }

  private static void define(StringBuilder out, String name, String value) {
    out.append("#define ").append(name).append(' ').append(value).append('\n');
  }
}
