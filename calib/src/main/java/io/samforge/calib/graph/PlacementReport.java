package io.samforge.calib.graph;

import java.util.List;
import java.util.Locale;

/**
 * Where every operator of a model is computed, and why; a record that Gson writes as it is.
 *
 * @param model the name of the model
 * @param nodes all operators that are left after constants were folded, in order of execution
 */
public record PlacementReport(String model, List<NodePlacement> nodes) {
  /** Copies the list. */
  public PlacementReport {
    nodes = List.copyOf(nodes);
  }

  /** Returns the multiply-accumulate operations of the whole model. */
  public long macs() {
    return nodes.stream().mapToLong(NodePlacement::macs).sum();
  }

  /** Returns the multiply-accumulate operations that the accelerator does. */
  public long acceleratedMacs() {
    return nodes.stream()
        .filter(node -> node.placement() != Placement.HOST)
        .mapToLong(NodePlacement::macs)
        .sum();
  }

  /** Returns the number of operators at {@code placement}. */
  public long count(Placement placement) {
    return nodes.stream().filter(node -> node.placement() == placement).count();
  }

  /** Returns one line about the totals. */
  public String summary() {
    long all = macs();
    long accelerated = acceleratedMacs();
    double share = all == 0 ? 0 : 100.0 * accelerated / all;
    return String.format(
        Locale.ROOT,
        "%s: %d operators, %d on the accelerator, %d folded into them, %d on the host;"
            + " %.3f GMAC, %.3f accelerated (%.1f %%), %.3f on the host",
        model,
        nodes.size(),
        count(Placement.ACCELERATOR),
        count(Placement.FOLDED),
        count(Placement.HOST),
        all / 1e9,
        accelerated / 1e9,
        share,
        (all - accelerated) / 1e9);
  }

  /** Returns a table of all operators with the totals below it; every line ends with a newline. */
  public String text() {
    StringBuilder text = new StringBuilder();
    int width = nodes.stream().mapToInt(node -> node.name().length()).max().orElse(0);
    String line = "%-" + Math.max(width, 4) + "s  %-18s  %-11s  %-40s  %9s  %-20s  %s\n";
    text.append(
        String.format(
            Locale.ROOT, line, "node", "operator", "placement", "step", "MMAC", "shape", "reason"));
    for (NodePlacement node : nodes) {
      text.append(
          String.format(
              Locale.ROOT,
              line,
              node.name(),
              node.operator(),
              node.placement().name().toLowerCase(Locale.ROOT),
              node.step(),
              node.macs() == 0 ? "" : String.format(Locale.ROOT, "%.3f", node.macs() / 1e6),
              node.shape(),
              node.reason()));
    }
    return text.append(summary()).append('\n').toString();
  }
}
