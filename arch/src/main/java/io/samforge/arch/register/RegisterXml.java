package io.samforge.arch.register;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes the register map as IP-XACT (IEEE 1685-2014) and as CMSIS-SVD 1.3. */
public final class RegisterXml {
  private static final String NOTICE =
      "<!-- Generated from io.samforge.arch.register.RegisterMap; do not edit. -->";
  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + NOTICE + "\n";
  private static final int WORD_BITS = 32;
  private static final RegisterField WHOLE = new RegisterField("VALUE", 0, WORD_BITS, "the value");

  private RegisterXml() {}

  /** Returns the register map as an IP-XACT component with one memory map. */
  public static String ipXact() {
    Text out = new Text("ipxact:");
    out.open(
        "component" + " xmlns:ipxact=\"http://www.accellera.org/XMLSchema/IPXACT/1685-2014\"",
        () -> {
          out.element("vendor", "samforge");
          out.element("library", "samforge");
          out.element("name", "accelerator");
          out.element("version", version());
          out.open("memoryMaps", () -> out.open("memoryMap", () -> memoryMap(out)));
        });
    return HEAD + out;
  }

  private static void memoryMap(Text out) {
    out.element("name", "registers");
    out.open(
        "addressBlock",
        () -> {
          out.element("name", "control");
          out.element("baseAddress", "'h0");
          out.element("range", "'h" + Integer.toHexString(1 << RegisterMap.ADDRESS_BITS));
          out.element("width", WORD_BITS);
          for (Register register : Register.values()) {
            ipXactRegister(
                out,
                register.name(),
                register.description(),
                register.offset(),
                register.access(),
                register.fields());
          }
          RegisterMap.LOGS.forEach(log -> out.open("registerFile", () -> ipXactLog(out, log)));
        });
    out.element("addressUnitBits", 8);
  }

  private static void ipXactLog(Text out, RegisterLog log) {
    out.element("name", log.name());
    out.element("description", "the " + log.title());
    out.element("dim", RegisterLog.ENTRIES);
    out.element("addressOffset", "'h" + Integer.toHexString(log.offset()));
    out.element("range", RegisterLog.STRIDE);
    logWords(
        log,
        (name, offset) -> ipXactRegister(out, name, "of a layer", offset, Access.R, List.of()));
  }

  private static void ipXactRegister(
      Text out,
      String name,
      String description,
      int offset,
      Access access,
      List<RegisterField> fields) {
    out.open(
        "register",
        () -> {
          out.element("name", name);
          out.element("description", description);
          out.element("addressOffset", "'h" + Integer.toHexString(offset));
          out.element("size", WORD_BITS);
          out.element("volatile", access == Access.R);
          out.element("access", xmlAccess(access));
          for (RegisterField field : fields.isEmpty() ? List.of(WHOLE) : fields) {
            out.open(
                "field",
                () -> {
                  out.element("name", field.name());
                  out.element("description", field.description());
                  out.element("bitOffset", field.lsb());
                  out.element("bitWidth", field.width());
                  out.element("access", xmlAccess(access));
                });
          }
        });
  }

  /** Returns the register map as a CMSIS-SVD device with one peripheral at address 0. */
  public static String cmsisSvd() {
    Text out = new Text("");
    out.open(
        "device schemaVersion=\"1.3\"",
        () -> {
          out.element("vendor", "samforge");
          out.element("name", "samforge");
          out.element("version", version());
          out.element("description", "accelerator for quantised Segment Anything models");
          out.element("addressUnitBits", 8);
          out.element("width", WORD_BITS);
          out.element("size", WORD_BITS);
          out.open("peripherals", () -> out.open("peripheral", () -> peripheral(out)));
        });
    return HEAD + out;
  }

  private static void peripheral(Text out) {
    out.element("name", "ACCELERATOR");
    out.element("description", "control, status and counters");
    out.element("baseAddress", "0x0");
    out.open(
        "addressBlock",
        () -> {
          out.element("offset", "0x0");
          out.element("size", hex(1 << RegisterMap.ADDRESS_BITS));
          out.element("usage", "registers");
        });
    out.open(
        "registers",
        () -> {
          for (Register register : Register.values()) {
            svdRegister(
                out,
                register.name(),
                register.description(),
                register.offset(),
                register.access(),
                register.fields());
          }
          RegisterMap.LOGS.forEach(log -> out.open("cluster", () -> svdLog(out, log)));
        });
  }

  private static void svdLog(Text out, RegisterLog log) {
    out.element("dim", RegisterLog.ENTRIES);
    out.element("dimIncrement", RegisterLog.STRIDE);
    out.element("name", log.name() + "[%s]");
    out.element("description", "the " + log.title());
    out.element("addressOffset", hex(log.offset()));
    logWords(
        log, (name, offset) -> svdRegister(out, name, "of a layer", offset, Access.R, List.of()));
  }

  private static void svdRegister(
      Text out,
      String name,
      String description,
      int offset,
      Access access,
      List<RegisterField> fields) {
    out.open(
        "register",
        () -> {
          out.element("name", name);
          out.element("description", description);
          out.element("addressOffset", hex(offset));
          out.element("access", xmlAccess(access));
          if (!fields.isEmpty()) {
            out.open("fields", () -> fields.forEach(field -> svdField(out, field)));
          }
        });
  }

  private static void svdField(Text out, RegisterField field) {
    out.open(
        "field",
        () -> {
          out.element("name", field.name());
          out.element("description", field.description());
          out.element("bitOffset", field.lsb());
          out.element("bitWidth", field.width());
        });
  }

  /** What is done with a word of a log and its offset. */
  private interface LogWord {
    void accept(String name, int offset);
  }

  private static void logWords(RegisterLog log, LogWord word) {
    for (int i = 0; i < log.words().size(); i++) {
      word.accept(log.words().get(i), Integer.BYTES * i);
    }
  }

  private static String version() {
    return (RegisterMap.VERSION_VALUE >>> 16) + "." + (RegisterMap.VERSION_VALUE & 0xffff);
  }

  private static String hex(int value) {
    return String.format(Locale.ROOT, "0x%X", value);
  }

  private static String xmlAccess(Access access) {
    return switch (access) {
      case R -> "read-only";
      case W -> "write-only";
      case RW -> "read-write";
    };
  }

  /** Text of nested elements. */
  private static final class Text {
    private final StringBuilder text = new StringBuilder();
    private final String prefix;
    private String indent = "";

    Text(String prefix) {
      this.prefix = prefix;
    }

    /** Writes an element around what the content writes. */
    void open(String start, Runnable content) {
      text.append(indent).append('<').append(prefix).append(start).append(">\n");
      String outer = indent;
      indent += "  ";
      content.run();
      indent = outer;
      String name = start.replaceAll(" .*", "");
      text.append(indent).append("</").append(prefix).append(name).append(">\n");
    }

    /** Writes an element with a value. */
    void element(String name, Object value) {
      String escaped =
          value.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
      Consumer<String> tag = slash -> text.append('<').append(slash).append(prefix).append(name);
      text.append(indent);
      tag.accept("");
      text.append('>').append(escaped);
      tag.accept("/");
      text.append(">\n");
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
