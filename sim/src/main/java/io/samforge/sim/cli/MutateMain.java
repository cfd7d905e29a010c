package io.samforge.sim.cli;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.mutate.DecodeCheck;
import io.samforge.sim.mutate.DotProductCheck;
import io.samforge.sim.mutate.MutationRun;
import io.samforge.sim.mutate.MutationScore;
import io.samforge.sim.mutate.RegisterFileCheck;
import io.samforge.sim.mutate.UnitCheck;
import io.samforge.sim.prove.Proof;
import io.samforge.sim.prove.ProofSuite;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The command {@code mutate}: the share of mutants of three units that their checks notice. */
public final class MutateMain {
  private static final int TOO_FEW = 1;
  private static final int BAD_INPUT = 2;
  private static final int MUTANTS = 300;
  private static final double WANTED_PERCENT = 95;
  private static final long DEFAULT_SEED = 1;
  private static final String REPORT = "build/report/mutate.json";

  private MutateMain() {}

  /** Runs the command: status 0, 1 when too few mutants are noticed, 2 when a tool is missing. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err) {
    try {
      Path root = Path.of(System.getProperty("samforge.root", "."));
      AcceleratorConfig tiny = AcceleratorConfig.load(root.resolve("configs/tiny.json"));
      long seed = Long.getLong("samforge.seed", DEFAULT_SEED);
      out.println("samforge.seed=" + seed);
      Path work = Path.of("build/mutate").toAbsolutePath();
      MutationRun run = new MutationRun(Toolchain.onPath(), work, MUTANTS, seed);
      List<MutationScore> scores = new ArrayList<>();
      for (Map.Entry<UnitCheck, String> unit : units(tiny).entrySet()) {
        MutationScore score = run.measure(unit.getKey(), proof(tiny, unit.getValue()));
        print(out, score);
        scores.add(score);
      }
      new AtomicFile(Path.of(REPORT))
          .write(new GsonBuilder().setPrettyPrinting().create().toJson(scores) + "\n");
      out.println("report " + REPORT);
      return scores.stream().allMatch(s -> s.percent() >= WANTED_PERCENT) ? 0 : TOO_FEW;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private static Map<UnitCheck, String> units(AcceleratorConfig tiny) {
    Map<UnitCheck, String> units = new LinkedHashMap<>();
    units.put(new DecodeCheck(6), "decode-6");
    units.put(new RegisterFileCheck(2000), "register-file");
    units.put(new DotProductCheck(tiny, 1000), "");
    return units;
  }

  private static Optional<Proof> proof(AcceleratorConfig tiny, String name) {
    return new ProofSuite(tiny)
        .proofs().stream().filter(proof -> proof.name().equals(name)).findFirst();
  }

  private static void print(PrintStream out, MutationScore score) {
    out.printf(
        Locale.ROOT,
        "%-22s %4d mutants, %4d noticed, %3d proved harmless, %2d survive: %.1f %%"
            + " (%.1f %% of all)%n",
        score.module(),
        score.mutants(),
        score.detected(),
        score.equivalent(),
        score.survivors().size(),
        score.percent(),
        score.rawPercent());
    score.survivors().forEach(mutant -> out.println("  survives  " + mutant));
  }
}
