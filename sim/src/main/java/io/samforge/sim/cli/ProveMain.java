package io.samforge.sim.cli;

import com.google.gson.GsonBuilder;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.host.cli.MainCommand;
import io.samforge.sim.prove.Proof;
import io.samforge.sim.prove.ProofResult;
import io.samforge.sim.prove.ProofRunner;
import io.samforge.sim.prove.ProofSuite;
import io.samforge.sim.verilator.Toolchain;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command {@code prove}: every property of the proof suite, and its seeded bug. */
public final class ProveMain {
  private static final int NOT_PROVED = 1;
  private static final String CONFIG = "configs/tiny.json";
  private static final String WORK = "build/prove";
  private static final String REPORT = "build/report/prove.json";

  private ProveMain() {}

  /** Runs the command: status 0, 1 when a property does not hold, 2 for a mistake of the user. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /**
   * Runs the command and returns its exit status.
   *
   * @param names the proofs to run; none runs all of them
   */
  static int run(PrintStream out, PrintStream err, String... names) {
    try {
      Path root = Path.of(System.getProperty("samforge.root", "."));
      List<Proof> proofs =
          chosen(new ProofSuite(AcceleratorConfig.load(root.resolve(CONFIG))), names);
      ProofRunner runner = new ProofRunner(Toolchain.onPath(), Path.of(WORK).toAbsolutePath());
      List<ProofResult> results = new ArrayList<>();
      for (Proof proof : proofs) {
        ProofResult result = runner.run(proof);
        print(out, result);
        results.add(result);
      }
      new AtomicFile(Path.of(REPORT))
          .write(new GsonBuilder().setPrettyPrinting().create().toJson(results) + "\n");
      long good = results.stream().filter(ProofResult::good).count();
      double seconds = results.stream().mapToDouble(ProofResult::seconds).sum();
      out.printf(
          Locale.ROOT,
          "%d of %d properties proved, each broken by its seeded bug; %.0f s; report %s%n",
          good,
          results.size(),
          seconds,
          REPORT);
      return good == results.size() ? 0 : NOT_PROVED;
    } catch (UserError e) {
      err.println(e.getMessage());
      return MainCommand.BAD_INPUT;
    }
  }

  private static List<Proof> chosen(ProofSuite suite, String... names) {
    List<Proof> all = suite.proofs();
    if (names.length == 0) {
      return all;
    }
    List<Proof> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(
          all.stream()
              .filter(proof -> proof.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserError(
                          "prove: there is no proof "
                              + name
                              + "; allowed: "
                              + String.join(", ", all.stream().map(Proof::name).toList()))));
    }
    return chosen;
  }

  private static void print(PrintStream out, ProofResult result) {
    out.printf(
        Locale.ROOT,
        "%-15s %-11s %-26s %-14s %6.1f s  %s%n",
        result.name(),
        result.proved() ? "proved" : "NOT PROVED",
        result.reach(),
        result.bugFound() ? "bug found" : "BUG NOT FOUND",
        result.seconds(),
        result.statement());
    if (!result.proved()) {
      out.println("                " + result.detail());
    }
  }
}
