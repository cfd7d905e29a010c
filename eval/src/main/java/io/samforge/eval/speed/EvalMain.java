package io.samforge.eval.speed;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.network.GraphNetwork;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import io.samforge.eval.network.SamEncoder;
import io.samforge.sim.cycles.MemoryTiming;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.HelpFormatter;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/**
 * The command {@code eval}: the speed of integer engines and of their floating-point twin on whole
 * networks. Exit status 0, 1 if the Verilog of a slice disagrees with the cycle model, or 2 and one
 * line for a mistake of the user.
 */
public final class EvalMain {
  private static final int WRONG_MODEL = 1;
  private static final int BAD_INPUT = 2;

  /** One window of SAM-L, some of its outputs: what Verilator runs in seconds. */
  private static final NetworkLayer SLICE =
      new NetworkLayer("blocks.0.qkv", 1, 196, 1024, 16, OperandUse.GROUPED, false);

  private EvalMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      CommandLine line = parse(arguments);
      if (line.hasOption("help")) {
        new HelpFormatter().printHelp("eval [--configs DIR] [--out DIR]", options());
        return 0;
      }
      Path report = Path.of(line.getOptionValue("out", "build")).resolve("report");
      List<Engine> engines = PaperEngines.load(Path.of(line.getOptionValue("configs", "configs")));
      makeFolder(report);
      LaneComparison comparison =
          LaneComparison.of(engines, networks(), name -> progress(err, name));
      progress(err, "");
      LaneTable.speeds(comparison).forEach(out::println);
      out.println();
      out.println("shares of all cycles:");
      LaneTable.budgets(comparison).forEach(out::println);
      List<RtlSlice> slices = slices(engines, err);
      slices.forEach(slice -> out.println(LaneTable.slice(slice)));
      JsonObject root = new JsonObject();
      root.add("paperLanes", LaneJson.of(comparison, slices));
      Path json = report.resolve("eval.json");
      new AtomicFile(json)
          .write(new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n");
      out.println();
      out.println("written: " + json);
      return slices.stream().allMatch(RtlSlice::confirmed) ? 0 : WRONG_MODEL;
    } catch (UserError e) {
      err.println("eval: " + e.getMessage());
      return BAD_INPUT;
    }
  }

  /** Returns the networks: three encoders from their dimensions, MobileSAM's from its ONNX file. */
  static List<Network> networks() {
    ModelFiles mobile = ModelFiles.of(ModelStore.standard());
    return List.of(
        SamEncoder.BASE.network(),
        SamEncoder.LARGE.network(),
        SamEncoder.HUGE.network(),
        GraphNetwork.read(mobile.name(), mobile.encoder()));
  }

  /** Runs a slice on the Verilog of both engines of the headline, with both memories. */
  private static List<RtlSlice> slices(List<Engine> engines, PrintStream err) {
    List<RtlSlice> slices = new ArrayList<>();
    for (Engine engine : engines) {
      String name = engine.name();
      if (name.equals(PaperEngines.BASELINE) || name.equals(PaperEngines.HEADLINE)) {
        for (MemoryTiming memory : LaneComparison.MEMORIES) {
          progress(err, "Verilog of " + name);
          slices.add(RtlSlice.run(engine, memory, SLICE));
        }
      }
    }
    progress(err, "");
    return slices;
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(folder + ": the output folder cannot be made: " + e, e);
    }
  }

  private static void progress(PrintStream err, String name) {
    if (Boolean.getBoolean("samforge.terminal")) {
      err.print("\r\033[K" + name);
    }
  }

  private static CommandLine parse(String... arguments) {
    try {
      CommandLine line = new DefaultParser(false).parse(options(), arguments);
      if (!line.getArgList().isEmpty()) {
        throw new ParseException("unknown argument " + line.getArgList().get(0));
      }
      return line;
    } catch (ParseException e) {
      throw new UserError(e.getMessage() + "; see --help", e);
    }
  }

  private static Options options() {
    return new Options()
        .addOption(null, "configs", true, "folder of the configurations, default configs")
        .addOption(null, "out", true, "folder of the results, default build")
        .addOption(null, "help", false, "print this text");
  }
}
