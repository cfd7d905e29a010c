package io.samforge.host.uart;

/** What a request asks for; the code is the second byte of the frame. */
enum FrameOperation {
  READ_INFORMATION(0),
  READ_REGISTERS(2),
  WRITE_REGISTERS(3),
  READ_MEMORY(4),
  WRITE_MEMORY(5);

  private final int code;

  FrameOperation(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  boolean writes() {
    return (code & 1) == 1;
  }
}
