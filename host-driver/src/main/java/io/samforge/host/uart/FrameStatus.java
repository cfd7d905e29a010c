package io.samforge.host.uart;

/** What a response says about its request; the position is the code. */
enum FrameStatus {
  OK("done"),
  BAD_CHECKSUM("the request arrived damaged"),
  BAD_OPERATION("the bridge does not know the operation"),
  BAD_RANGE("the number of words or the address is not allowed"),
  NO_ACCESS("there is nothing at this address");

  private final String meaning;

  FrameStatus(String meaning) {
    this.meaning = meaning;
  }

  String meaning() {
    return meaning;
  }

  /** Returns the status of a code, or that of a damaged frame for an unknown one. */
  static FrameStatus of(int code) {
    return code < values().length ? values()[code] : BAD_CHECKSUM;
  }
}
