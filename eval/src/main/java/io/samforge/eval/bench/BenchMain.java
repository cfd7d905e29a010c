package io.samforge.eval.bench;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramBuilder;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.cycles.CycleModel;
import io.samforge.sim.verilator.BuildCache;
import io.samforge.sim.verilator.Toolchain;
import io.samforge.sim.verilator.VerilatorBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures simulation speed with JMH, and how long the Verilog and its model take to make. */
public final class BenchMain {
  private static final int USAGE = 2;

  private BenchMain() {}

  /** Runs the benchmarks; exit status 2 and one line on bad input. */
  public static void main(String[] arguments) {
    try {
      Options options =
          new Options()
              .addOption(null, "config", true, "configuration, default configs/large.json")
              .addOption(null, "out", true, "result, default build/report/bench.json")
              .addOption(null, "help", false, "print this text");
      var line = new DefaultParser().parse(options, arguments);
      if (line.hasOption("help")) {
        new HelpFormatter().printHelp("bench", options);
        return;
      }
      run(
          Path.of(line.getOptionValue("config", "configs/large.json")),
          Path.of(line.getOptionValue("out", "build/report/bench.json")));
    } catch (ParseException | UserError e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(USAGE);
    } catch (RunnerException | IOException e) {
      System.err.println("bench: " + e);
      System.exit(1);
    }
  }

  private static void run(Path configFile, Path out) throws RunnerException, IOException {
    AcceleratorConfig config = AcceleratorConfig.loadHybrid(configFile);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("config", config.name());
    report.put("configHash", config.hash());
    long start = System.nanoTime();
    String verilog = RtlGenerator.accelerator(config);
    double emit = seconds(start);
    double build = coldBuild(verilog);
    report.put("emitSeconds", emit);
    report.put("verilatorBuildSeconds", build);
    System.out.printf("config                 %s%n", config.name());
    System.out.printf("elaborate and emit     %6.1f s%n", emit);
    System.out.printf("Verilator model, cold  %6.1f s%n", build);

    AcceleratorModels.fast(config);
    List<Map<String, Object>> rows = new ArrayList<>();
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(SimulationSpeed.class.getName())
                    .param("config", configFile.toString())
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    for (RunResult result : results) {
      rows.add(row(config, result));
    }
    report.put("simulation", rows);
    String json = new GsonBuilder().setPrettyPrinting().create().toJson(report) + "\n";
    new AtomicFile(out).write(json);
    System.out.println("wrote " + out);
  }

  private static Map<String, Object> row(AcceleratorConfig config, RunResult result) {
    String operand = result.getParams().getParam("operand");
    GemmLayer layer = SimulationSpeed.layer(config, operand);
    Program program = new ProgramBuilder(config).layer(layer).build();
    long cycles = new CycleModel(config).run(program).cycles();
    double score = result.getPrimaryResult().getStatistics().getPercentile(50);
    System.out.printf(
        "%-5s %5d x %4d -> %4d  %6.1f M MAC/s  %6.1f kHz  (median of %d runs, one thread)%n",
        operand,
        layer.tokens(),
        layer.channels(),
        layer.outputs(),
        layer.macs() / score / 1e6,
        cycles / score / 1e3,
        result.getPrimaryResult().getStatistics().getN());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("operand", operand);
    row.put("macs", layer.macs());
    row.put("cycles", cycles);
    row.put("medianSeconds", score);
    row.put("macsPerSecond", layer.macs() / score);
    return row;
  }

  /** Returns the seconds of a build that finds nothing in its cache but Verilator's own runtime. */
  private static double coldBuild(String verilog) throws IOException {
    Path root = Files.createTempDirectory("samforge-bench");
    try {
      BuildCache cache = new BuildCache(root);
      VerilatorBuild builder = new VerilatorBuild(cache, Toolchain.onPath());
      long start = System.nanoTime();
      AcceleratorModels.build(builder, verilog);
      return seconds(start);
    } finally {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
