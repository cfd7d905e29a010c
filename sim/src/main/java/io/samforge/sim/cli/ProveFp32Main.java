package io.samforge.sim.cli;

import io.samforge.arch.UserError;
import io.samforge.host.cli.MainCommand;
import io.samforge.sim.fp32.Fp32Operator;
import io.samforge.sim.fp32.Fp32Proof;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Random;

/**
 * The command {@code prove-fp32}: compares the floating-point adder and multiplier with Java on
 * crosses of special values and many random pairs.
 *
 * <p>Arguments: none, or {@code RANDOM_PAIRS} for each operator. Exit status 0 when all results are
 * right, 1 when one is wrong, 2 for wrong arguments.
 */
public final class ProveFp32Main {
  private static final String USAGE = "usage: prove-fp32 [RANDOM_PAIRS]";
  private static final long RANDOM_PAIRS = 100_000_000;
  private static final long SEED = 20260701;

  private ProveFp32Main() {}

  /** Runs the proof. */
  public static void main(String[] arguments) {
    MainCommand.exit(run(System.out, System.err, arguments));
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      long pairs = pairs(arguments);
      long seed = Long.getLong("samforge.seed", SEED);
      out.println("samforge.seed=" + seed);
      boolean right = true;
      for (Fp32Operator operator : Fp32Operator.values()) {
        right &= prove(out, err, operator, pairs, new Random(seed + operator.ordinal()));
      }
      return right ? 0 : 1;
    } catch (UserError e) {
      err.println(e.getMessage());
      return MainCommand.BAD_INPUT;
    }
  }

  private static boolean prove(
      PrintStream out, PrintStream err, Fp32Operator operator, long pairs, Random random) {
    boolean terminal = Boolean.getBoolean("samforge.terminal");
    try (Fp32Proof proof = new Fp32Proof(operator)) {
      Fp32Proof.Wrong wrong =
          proof.run(
              1,
              pairs,
              random,
              done -> {
                if (terminal) {
                  err.printf("\r%s %d million pairs", operator.module(), done / 1_000_000);
                }
              });
      if (terminal) {
        err.print("\r\033[K");
      }
      out.printf(
          Locale.ROOT,
          "%s: %,d pairs compared, %s%n",
          operator.module(),
          proof.compared(),
          wrong == null ? "all equal" : "wrong: " + wrong.text());
      return wrong == null;
    }
  }

  private static long pairs(String... arguments) {
    if (arguments.length == 0) {
      return RANDOM_PAIRS;
    }
    if (arguments.length != 1 || !arguments[0].matches("[0-9]{1,12}")) {
      throw new UserError(USAGE);
    }
    return Long.parseLong(arguments[0]);
  }
}
