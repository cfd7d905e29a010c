package io.samforge.rtl.uart;

/** The numbers of the frames (docs/fpga.md, section 3). */
final class FrameFormat {
  /** First byte of a request. */
  static final int REQUEST = 0x5a;

  /** First byte of a response. */
  static final int RESPONSE = 0xa5;

  /** Words of the longest frame. */
  static final int MAX_WORDS = 64;

  /** Bit times between two bytes of a request after which the request is forgotten. */
  static final int GAP_BITS = 640;

  static final int OK = 0;
  static final int BAD_CHECKSUM = 1;
  static final int BAD_OPERATION = 2;
  static final int BAD_RANGE = 3;
  static final int NO_ACCESS = 4;

  private FrameFormat() {}
}
