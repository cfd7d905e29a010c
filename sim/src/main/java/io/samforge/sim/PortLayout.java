package io.samforge.sim;

import io.samforge.arch.UserError;
import java.util.List;

/**
 * Which ports a packed row holds, and where: each port in order, as whole bytes, least significant
 * first.
 *
 * @param ports the ports of a row
 */
public record PortLayout(List<Port> ports) {

  /** Copies the list and refuses a port that appears twice. */
  public PortLayout {
    ports = List.copyOf(ports);
    if (ports.stream().map(Port::name).distinct().count() != ports.size()) {
      throw new UserError("port layout: a port appears twice");
    }
  }

  /** Returns the bytes of one row. */
  public int rowBytes() {
    return ports.stream().mapToInt(Port::bytes).sum();
  }

  /** Returns zeroed rows for a number of cycles. */
  public PortRows rows(int cycles) {
    return new PortRows(this, cycles);
  }

  /** Returns the position of a port in this layout. */
  public int position(String name) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new UserError(
        "port " + name + ": not in the layout " + ports.stream().map(Port::name).toList());
  }

  int[] indices() {
    return ports.stream().mapToInt(Port::index).toArray();
  }
}
