package io.samforge.arch.register;

/**
 * Some neighbouring bits of a register.
 *
 * @param name upper-case name, unique in its register
 * @param lsb position of the least significant bit
 * @param width number of bits, 1..32
 * @param description what the bits mean
 */
public record RegisterField(String name, int lsb, int width, String description) {

  /** Rejects a field outside the 32 bits of a register. */
  public RegisterField {
    if (lsb < 0 || width < 1 || lsb + width > 32) {
      throw new IllegalArgumentException(
          "field " + name + " at bit " + lsb + ", " + width + " bits, is outside 32 bits");
    }
  }

  /** Returns the position of the most significant bit. */
  public int msb() {
    return lsb + width - 1;
  }

  /** Returns the mask of the field's bits in the register. */
  public int mask() {
    return (int) (((1L << width) - 1) << lsb);
  }

  /** Returns the field's unsigned value in a register value. */
  public int extract(int registerValue) {
    return (registerValue & mask()) >>> lsb;
  }

  /** Returns the register value that holds only this field. */
  public int place(int value) {
    if (width < 32 && (value < 0 || value >= 1 << width)) {
      throw new IllegalArgumentException(
          "field " + name + " of " + width + " bits cannot hold " + value);
    }
    return value << lsb;
  }
}
