package io.samforge.sim;

import io.samforge.host.DeviceException;

/**
 * A simulation that cannot go on: the design stopped itself, broke the bus protocol, or did not
 * finish within its cycle budget. The message is one that a user can act on.
 */
public class SimulationException extends DeviceException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with its message. */
  public SimulationException(String message) {
    super(message);
  }
}
