package io.samforge.eval.explore;

import io.samforge.eval.network.Network;
import io.samforge.eval.speed.LaneComparison;
import io.samforge.eval.speed.NetworkCycles;
import io.samforge.eval.speed.SpeedModel;
import io.samforge.sim.cycles.MemoryTiming;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The largest accelerators of all number formats that fit the same share of a device, and the
 * networks on them.
 *
 * @param rows every network on every accelerator with every memory
 */
public record EqualResources(List<Row> rows) {
  /** The device of the comparison. */
  public static final Device DEVICE = Device.ZCU102;

  /** The share of it that designs may take. */
  public static final double SHARE = 0.8;

  /** Resource with the accelerators that the search found and their counted areas. */
  static final String FOUND = "equal-resources.json";

  /** The network that the headline is about. */
  public static final String HEADLINE = "SAM-L";

  /** What the search makes fast: the headline's network with DRAM. */
  static final PointTask TASK = new PointTask(HEADLINE, true);

  /**
   * A network on an accelerator.
   *
   * @param sample the accelerator and its counted area
   * @param cycles its cycles
   */
  public record Row(AreaSample sample, NetworkCycles cycles) {}

  /** Copies the list. */
  public EqualResources {
    rows = List.copyOf(rows);
  }

  /** Returns what the search found, as recorded. */
  public static List<AreaSample> found() {
    return SampleFile.resource(FOUND);
  }

  /** Returns samples with those of some formats replaced or added, in the order of formats. */
  static List<AreaSample> replaced(List<AreaSample> recorded, List<AreaSample> found) {
    Map<NumberFormat, AreaSample> all = new EnumMap<>(NumberFormat.class);
    recorded.forEach(sample -> all.put(sample.point().format(), sample));
    found.forEach(sample -> all.put(sample.point().format(), sample));
    return List.copyOf(all.values());
  }

  /**
   * Computes all cycles.
   *
   * @param found an accelerator of each number format, floats among them
   * @param progress hears the name of every result when it is there
   */
  public static EqualResources of(
      List<AreaSample> found, List<Network> networks, Consumer<String> progress) {
    List<Row> rows = new ArrayList<>();
    for (MemoryTiming memory : LaneComparison.MEMORIES) {
      for (AreaSample sample : found) {
        SpeedModel model = new SpeedModel(sample.point().engine(), memory);
        for (Network network : networks) {
          rows.add(new Row(sample, model.run(network)));
          progress.accept(network.name() + " on " + sample.point().name());
        }
      }
    }
    return new EqualResources(rows);
  }

  /** Returns the number formats that are compared, in their order. */
  public List<NumberFormat> formats() {
    return rows.stream().map(row -> row.sample.point().format()).distinct().sorted().toList();
  }

  /** Returns one result. */
  public Row row(NumberFormat format, String network, MemoryTiming memory) {
    return rows.stream()
        .filter(
            r ->
                r.sample.point().format() == format
                    && r.cycles.network().name().equals(network)
                    && r.cycles.timing().equals(memory))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no result of " + network + " on " + format));
  }

  /** Returns how many times as fast a result is as floats with the same resources. */
  public double speedup(Row row) {
    NetworkCycles cycles = row.cycles;
    Row base = row(NumberFormat.FP32, cycles.network().name(), cycles.timing());
    return (double) base.cycles.cycles() / cycles.cycles();
  }

  /** Returns the row that the headline is compared with. */
  public Row baseline() {
    return row(NumberFormat.FP32, HEADLINE, LaneComparison.DRAM);
  }

  /** Returns the row of the headline: W4A4 with DRAM. */
  public Row headline() {
    return row(NumberFormat.W4A4, HEADLINE, LaneComparison.DRAM);
  }
}
