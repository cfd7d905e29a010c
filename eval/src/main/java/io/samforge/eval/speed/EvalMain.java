package io.samforge.eval.speed;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelFiles;
import io.samforge.calib.model.ModelStore;
import io.samforge.eval.TerminalBar;
import io.samforge.eval.energy.ActivityRecord;
import io.samforge.eval.energy.EnergyEstimator;
import io.samforge.eval.energy.EnergyJson;
import io.samforge.eval.energy.EnergyTable;
import io.samforge.eval.energy.LaneEnergy;
import io.samforge.eval.energy.RecordedAreas;
import io.samforge.eval.explore.EqualEnergy;
import io.samforge.eval.explore.EqualJson;
import io.samforge.eval.explore.EqualMain;
import io.samforge.eval.explore.EqualResources;
import io.samforge.eval.explore.EqualTable;
import io.samforge.eval.network.GraphNetwork;
import io.samforge.eval.network.Network;
import io.samforge.eval.network.NetworkLayer;
import io.samforge.eval.network.OperandUse;
import io.samforge.eval.network.SamEncoder;
import io.samforge.eval.report.EvalPage;
import io.samforge.eval.report.PagePicture;
import io.samforge.eval.report.PocAssumptions;
import io.samforge.eval.report.PocOptions;
import io.samforge.eval.report.PocPage;
import io.samforge.eval.report.ReportLinks;
import io.samforge.host.cli.Arguments;
import io.samforge.host.cli.MainCommand;
import io.samforge.sim.cycles.MemoryTiming;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/**
 * The command {@code eval}: the speed of integer engines and of their floating-point twin on whole
 * networks. Exit status 0, 1 if the Verilog of a slice disagrees with the cycle model, or 2 and one
 * line for a mistake of the user.
 */
public final class EvalMain {
  private static final int WRONG_MODEL = 1;
  private static final String POC_NETWORK = "MobileSAM";

  /** One window of SAM-L, some of its outputs: what Verilator runs in seconds. */
  private static final NetworkLayer SLICE =
      new NetworkLayer("blocks.0.qkv", 1, 196, 1024, 16, OperandUse.GROUPED, false);

  private EvalMain() {}

  /** Runs the command. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new MainCommand(
            "eval",
            "[--configs DIR] [--out DIR] [--picture FILE] [OPTION NUMBER ...]",
            "Compares integer engines with their floating-point twin on whole networks.",
            options())
        .run(out, err, arguments, line -> evaluate(line, out, err));
  }

  private static int evaluate(Arguments line, PrintStream out, PrintStream err) {
    PocAssumptions assumptions = PocOptions.of(line);
    Path report = Path.of(line.text("out").orElse("build")).resolve("report");
    List<Engine> engines = PaperEngines.load(Path.of(line.text("configs").orElse("configs")));
    makeFolder(report);
    List<Network> networks = networks();
    LaneComparison comparison = compare(engines, networks, err);
    LaneTable.speeds(comparison).forEach(out::println);
    out.println();
    out.println("shares of all cycles:");
    LaneTable.budgets(comparison).forEach(out::println);
    EqualEnergy equal =
        EqualEnergy.standard(EqualMain.networks(EqualResources.found(), networks, err));
    out.println();
    EqualTable.lines(equal).forEach(out::println);
    out.println();
    List<RtlSlice> slices = slices(engines);
    slices.forEach(slice -> out.println(LaneTable.slice(slice)));
    LaneEnergy energy = energy(comparison, report);
    out.println();
    out.println("modelled energy, DRAM of 19.2 GB/s included, ratio to FP32:");
    EnergyTable.lines(energy).forEach(out::println);
    JsonObject json = LaneJson.of(comparison, slices);
    EnergyJson.addTo(json, energy);
    JsonObject root = new JsonObject();
    root.add("paperLanes", json);
    root.add("equalResources", EqualJson.of(equal));
    write(report, root, comparison, energy, equal, assumptions, out);
    line.path("picture").ifPresent(file -> picture(file, comparison, energy, equal, out));
    return slices.stream().allMatch(RtlSlice::confirmed) ? 0 : WRONG_MODEL;
  }

  /** Returns the networks: three encoders from their dimensions, MobileSAM's from its ONNX file. */
  public static List<Network> networks() {
    ModelFiles mobile = ModelFiles.of(ModelStore.standard());
    return List.of(
        SamEncoder.BASE.network(),
        SamEncoder.LARGE.network(),
        SamEncoder.HUGE.network(),
        GraphNetwork.read(mobile.name(), mobile.encoder()));
  }

  private static void write(
      Path report,
      JsonObject root,
      LaneComparison comparison,
      LaneEnergy energy,
      EqualEnergy equal,
      PocAssumptions assumptions,
      PrintStream out) {
    Path json = report.resolve("eval.json");
    new AtomicFile(json).write(new GsonBuilder().setPrettyPrinting().create().toJson(root) + "\n");
    LaneEnergy.Row mobile =
        energy.row(POC_NETWORK, PaperEngines.HEADLINE, LaneEnergy.MEMORY).orElseThrow();
    Path poc = report.resolve("poc.html");
    new AtomicFile(poc).write(PocPage.html(mobile, assumptions));
    Path page = report.resolve("index.html");
    new AtomicFile(page).write(EvalPage.html(comparison, energy, equal, ReportLinks.beside(page)));
    out.println();
    out.println("written: " + json + ", " + page + ", " + poc);
  }

  private static void picture(
      Path file, LaneComparison comparison, LaneEnergy energy, EqualEnergy equal, PrintStream out) {
    new AtomicFile(file).write(PagePicture.svg(comparison, energy, equal));
    out.println("written: " + file);
  }

  private static LaneEnergy energy(LaneComparison comparison, Path report) {
    return LaneEnergy.of(
        comparison,
        RecordedAreas.standard().with(report.resolve("area.json")),
        ActivityRecord.standard(),
        EnergyEstimator.standard());
  }

  private static LaneComparison compare(
      List<Engine> engines, List<Network> networks, PrintStream err) {
    int results = LaneComparison.MEMORIES.size() * engines.size() * networks.size();
    return TerminalBar.steps(
        err,
        "cycles",
        " results",
        results,
        finished -> LaneComparison.of(engines, networks, finished));
  }

  /** Runs a slice on the Verilog of both engines of the headline, with both memories. */
  private static List<RtlSlice> slices(List<Engine> engines) {
    List<RtlSlice> slices = new ArrayList<>();
    for (Engine engine : engines) {
      String name = engine.name();
      if (name.equals(PaperEngines.BASELINE) || name.equals(PaperEngines.HEADLINE)) {
        for (MemoryTiming memory : LaneComparison.MEMORIES) {
          slices.add(RtlSlice.run(engine, memory, SLICE));
        }
      }
    }
    return slices;
  }

  private static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(folder + ": the output folder cannot be made: " + e, e);
    }
  }

  private static Options options() {
    return PocOptions.addTo(new Options())
        .addOption(
            Arguments.value("configs", "DIR", "folder of the configurations, default configs"))
        .addOption(Arguments.value("out", "DIR", "folder of the results, default build"))
        .addOption(Arguments.value("picture", "FILE", "write the top of the page as SVG, too"));
  }
}
