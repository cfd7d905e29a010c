package io.samforge.arch.register;

import java.util.List;

/** Every 32-bit register of the AXI4-Lite slave (architecture, section 9). */
public enum Register {
  ID(0x000, Access.R, "identity: the letters SAMF"),
  VERSION(0x004, Access.R, "version of the register map: major in the upper half"),
  CONTROL(
      0x008,
      Access.W,
      "commands",
      field("START", 0, 1, "start the program"),
      field("CLEAR_INTERRUPT", 1, 1, "clear the interrupt"),
      field("RESET", 2, 1, "stop the program and reset everything but this slave")),
  STATUS(
      0x00C,
      Access.R,
      "state of the program",
      field("BUSY", 0, 1, "a program runs, or a reset waits for the memory"),
      field("DONE", 1, 1, "the program has ended without an error"),
      field("ERROR", 2, 1, "the program has stopped with an error"),
      field("ERROR_CODE", 8, 8, "the reason, see the error codes"),
      field("LAYERS_FINISHED", 16, 16, "layers whose last write is acknowledged")),
  IRQ_ENABLE(
      0x010, Access.RW, "interrupt", field("ENABLE", 0, 1, "raise the interrupt at the end")),
  PROGRAM_ADDR(0x014, Access.RW, "byte address of descriptor 0"),
  PROGRAM_COUNT(0x018, Access.RW, "number of layers"),
  GROUP_SELECT(0x01C, Access.RW, "entry of the group-register file that GROUP_ENTRY shows"),
  CONFIG_HASH0(0x020, Access.R, "first four bytes of the configuration hash, big-endian"),
  CONFIG_HASH1(0x024, Access.R, "bytes 4 to 7 of the configuration hash"),
  CONFIG_HASH2(0x028, Access.R, "bytes 8 to 11 of the configuration hash"),
  CONFIG_HASH3(0x02C, Access.R, "bytes 12 to 15 of the configuration hash"),
  CONFIG_HASH4(0x030, Access.R, "bytes 16 to 19 of the configuration hash"),
  CONFIG_HASH5(0x034, Access.R, "bytes 20 to 23 of the configuration hash"),
  CONFIG_HASH6(0x038, Access.R, "bytes 24 to 27 of the configuration hash"),
  CONFIG_HASH7(0x03C, Access.R, "last four bytes of the configuration hash"),
  CAP0(
      0x040,
      Access.R,
      "capabilities",
      field("REDUCTION_LANES", 0, 8, "K"),
      field("WEIGHT_BITS", 8, 8, "bits of a weight code"),
      field("ACTIVATION_BITS", 16, 8, "bits of an activation code"),
      field("GROUPS", 24, 8, "G")),
  CAP1(
      0x044,
      Access.R,
      "capabilities",
      field("OUTPUT_LANES", 0, 16, "M"),
      field("TOKEN_DEPTH", 16, 16, "T")),
  CAP2(
      0x048,
      Access.R,
      "capabilities",
      field("AXI_DATA_WIDTH", 0, 16, "B, bits of a beat"),
      field("POST_LANES", 16, 8, "output channels post-processed in one cycle")),
  GROUP_ENTRY(
      0x04C,
      Access.R,
      "the selected entry of the running layer's group-register file",
      field("MULTIPLIER", 0, 16, "scale multiplier m"),
      field("ZERO_POINT", 16, 8, "zero-point z")),
  CYCLES_LO(0x080, Access.R, "cycles from start to done, lower half"),
  CYCLES_HI(0x084, Access.R, "cycles from start to done, upper half"),
  BUSY_LO(0x088, Access.R, "cycles in which a token entered the array, lower half"),
  BUSY_HI(0x08C, Access.R, "cycles in which a token entered the array, upper half"),
  STALL_WEIGHT_LO(0x090, Access.R, "cycles the engine waited for weights, lower half"),
  STALL_WEIGHT_HI(0x094, Access.R, "cycles the engine waited for weights, upper half"),
  STALL_ACTIVATION_LO(0x098, Access.R, "cycles the engine waited for activations, lower half"),
  STALL_ACTIVATION_HI(0x09C, Access.R, "cycles the engine waited for activations, upper half"),
  STALL_DRAIN_LO(
      0x0A0, Access.R, "cycles the engine waited for a free bank of partial sums, lower half"),
  STALL_DRAIN_HI(
      0x0A4, Access.R, "cycles the engine waited for a free bank of partial sums, upper half"),
  READ_BEATS_LO(0x0A8, Access.R, "beats read from memory, lower half"),
  READ_BEATS_HI(0x0AC, Access.R, "beats read from memory, upper half"),
  WRITE_BEATS_LO(0x0B0, Access.R, "beats written to memory, lower half"),
  WRITE_BEATS_HI(0x0B4, Access.R, "beats written to memory, upper half");

  private final int offset;
  private final Access access;
  private final String description;
  private final List<RegisterField> fields;

  Register(int offset, Access access, String description, RegisterField... fields) {
    this.offset = offset;
    this.access = access;
    this.description = description;
    this.fields = List.of(fields);
  }

  private static RegisterField field(String name, int lsb, int width, String description) {
    return new RegisterField(name, lsb, width, description);
  }

  /** Returns the byte offset from the base of the slave. */
  public int offset() {
    return offset;
  }

  /** Returns who may read and write. */
  public Access access() {
    return access;
  }

  /** Returns what the register is for. */
  public String description() {
    return description;
  }

  /** Returns the named fields, from the least significant; empty when all 32 bits are one value. */
  public List<RegisterField> fields() {
    return fields;
  }

  /**
   * Returns the field of some name.
   *
   * @throws IllegalArgumentException when the register has no such field
   */
  public RegisterField field(String fieldName) {
    return fields.stream()
        .filter(f -> f.name().equals(fieldName))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("register " + this + " has no field " + fieldName));
  }
}
