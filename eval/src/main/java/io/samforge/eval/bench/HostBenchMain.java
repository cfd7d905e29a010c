package io.samforge.eval.bench;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The command behind {@code make bench-host}: what the driver costs a picture, what goes through
 * TCP on loopback, and how well transfers hide behind computation. Every figure is a median.
 */
public final class HostBenchMain {
  private static final int COMPUTE_MILLIS = 30;
  private static final int TRANSFER_MILLIS = 10;
  private static final int PICTURES = 150;
  private static final int PERCENT = 100;

  private final AcceleratorConfig config;

  private HostBenchMain(AcceleratorConfig config) {
    this.config = config;
  }

  /** Prints the figures and writes {@code build/report/host-bench.json}. */
  public static void main(String[] arguments) throws InterruptedException {
    Path root = Path.of(System.getProperty("samforge.root", "."));
    HostBenchMain bench =
        new HostBenchMain(AcceleratorConfig.load(root.resolve("configs/small.json")));
    AcceleratorConfig large = AcceleratorConfig.load(root.resolve("configs/large.json"));
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("transport", bench.transport());
    // The others have the input and output of an image encoder whose steps all run in one program.
    // An array that computes it in 30 ms is more like the large one.
    report.put(
        "pictures",
        List.of(
            pictures("control", new OneStepModel(bench.config, 64, 48, 64)),
            pictures("encoder", new OneStepModel(bench.config, 4096, 48, 256)),
            pictures("encoder", new OneStepModel(large, 4096, 48, 256))));
    report.put("overlap", bench.overlap(new OneStepModel(bench.config, 512, 64, 64)));
    Path out = root.resolve("build/report/host-bench.json");
    new AtomicFile(out).write(new GsonBuilder().setPrettyPrinting().create().toJson(report) + "\n");
    System.out.println("wrote " + out);
  }

  private Map<String, Object> transport() {
    Map<String, Object> rows = new LinkedHashMap<>();
    for (int megabytes : new int[] {1, 64}) {
      TransportSpeed speed = TransportSpeed.measure(config, megabytes << 20);
      System.out.printf(
          Locale.ROOT,
          "TCP on loopback, %2d MiB at once     write %5.2f GB/s, read %5.2f GB/s;"
              + " slowest of %d rounds %5.2f and %5.2f; %.2f s of processor time a GB%n",
          megabytes,
          speed.write(),
          speed.read(),
          TransportSpeed.ROUNDS,
          speed.slowestWrite(),
          speed.slowestRead(),
          speed.processor());
      rows.put(megabytes + "MiB", speed);
    }
    return rows;
  }

  /**
   * What a picture costs beside a board of 30 ms: on the critical path when there is one picture at
   * a time, in processor time, and what is left to see when two are in flight.
   */
  private static Map<String, Object> pictures(String name, OneStepModel shape)
      throws InterruptedException {
    AcceleratorConfig config = shape.config();
    PictureTimes alone =
        PictureTimes.of(shape, new ModelBoard(config, COMPUTE_MILLIS, 0), 1, PICTURES);
    PictureTimes two =
        PictureTimes.of(shape, new ModelBoard(config, COMPUTE_MILLIS, 0), 2, PICTURES);
    double visible = two.period() - COMPUTE_MILLIS;
    System.out.printf(
        Locale.ROOT,
        "%-7s on %2d x %3d lanes, %4d x %2d in, %4d x %3d out   beside the board: %.3f ms alone"
            + " (%.2f %% of %d ms), %.3f ms with two in flight (%.2f %%); processor time %.3f ms on"
            + " the critical path, %.3f ms in all; the board's part, not counted: %d ms of program"
            + " and copies of %.1f MiB, %.3f ms of processor time here and a DMA engine's work on a"
            + " card%n",
        name,
        config.reductionLanes(),
        config.outputLanes(),
        shape.tokens(),
        shape.channels(),
        shape.tokens(),
        shape.outputs(),
        alone.outside(),
        PERCENT * alone.outside() / COMPUTE_MILLIS,
        COMPUTE_MILLIS,
        visible,
        PERCENT * visible / COMPUTE_MILLIS,
        alone.critical(),
        alone.processor(),
        COMPUTE_MILLIS,
        shape.mebibytes(),
        alone.transfer());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("configuration", config.name());
    row.put("tokens", shape.tokens());
    row.put("channels", shape.channels());
    row.put("outputs", shape.outputs());
    row.put("boardMillis", COMPUTE_MILLIS);
    row.put("aloneMillis", alone.outside());
    row.put("alonePercent", PERCENT * alone.outside() / COMPUTE_MILLIS);
    row.put("criticalProcessorMillis", alone.critical());
    row.put("processorMillis", alone.processor());
    row.put("boardCopyProcessorMillis", alone.transfer());
    row.put("twoInFlightMillis", visible);
    row.put("twoInFlightPercent", PERCENT * visible / COMPUTE_MILLIS);
    return row;
  }

  /** The time of a picture when so many are in flight and transfers take their time as well. */
  private List<Map<String, Object>> overlap(OneStepModel shape) throws InterruptedException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int buffers = 1; buffers <= 3; buffers++) {
      ModelBoard board = new ModelBoard(config, COMPUTE_MILLIS, TRANSFER_MILLIS);
      double period = PictureTimes.of(shape, board, buffers, PICTURES / 2).period();
      double above = PERCENT * (period / COMPUTE_MILLIS - 1);
      System.out.printf(
          Locale.ROOT,
          "%d ms a picture, %d ms of transfer each way, %d in flight: %.2f ms a picture,"
              + " %.1f %% above the slowest stage%n",
          COMPUTE_MILLIS,
          TRANSFER_MILLIS,
          buffers,
          period,
          above);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("inFlight", buffers);
      row.put("periodMillis", period);
      row.put("percentAboveSlowestStage", above);
      rows.add(row);
    }
    return rows;
  }
}
