package io.samforge.arch.register;

/** Who may do what with a register over AXI4-Lite. */
public enum Access {
  /** The host reads; writes are ignored. */
  R("R", "r"),
  /** The host writes; reads return zero. */
  W("W", "w"),
  /** The host reads and writes. */
  RW("RW", "rw");

  private final String text;
  private final String systemRdl;

  Access(String text, String systemRdl) {
    this.text = text;
    this.systemRdl = systemRdl;
  }

  /** Returns the letters used in documents. */
  public String text() {
    return text;
  }

  /** Returns the value of SystemRDL's {@code sw} property. */
  public String systemRdl() {
    return systemRdl;
  }

  /** Returns whether the host can read the register. */
  public boolean readable() {
    return this != W;
  }

  /** Returns whether the host can write the register. */
  public boolean writable() {
    return this != R;
  }
}
