package io.samforge.hdl;

/**
 * Declares ports of one direction, so that both ends of a bundle of signals share one description.
 */
public interface Ports {
  /** Declares a port of one bit. */
  Bit bit(String name);

  /** Declares a port of plain bits. */
  Bits bits(String name, int width);

  /** Declares an unsigned port. */
  Unsigned unsigned(String name, int width);

  /** Declares a signed port. */
  Signed signed(String name, int width);
}
