package io.samforge.eval.report;

import io.samforge.arch.UserError;
import io.samforge.host.cli.Arguments;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The assumptions of a proof of concept as options of a command. */
public final class PocOptions {
  private static final PocAssumptions EXAMPLE = PocAssumptions.EXAMPLE;

  private PocOptions() {}

  /** Adds the options. */
  public static Options addTo(Options options) {
    return options
        .addOption(option("board-price", "price of a board", EXAMPLE.boardPrice()))
        .addOption(option("board-watts", "power of the rest of a board", EXAMPLE.boardWatts()))
        .addOption(option("energy-price", "price of a kilowatt-hour", EXAMPLE.energyPrice()))
        .addOption(option("machine-price", "price of a replaced machine", EXAMPLE.machinePrice()))
        .addOption(option("machine-watts", "its power", EXAMPLE.machineWatts()))
        .addOption(option("machine-seconds", "its seconds for a picture", EXAMPLE.machineSeconds()))
        .addOption(option("pictures-per-day", "pictures in a day", EXAMPLE.picturesPerDay()));
  }

  /**
   * Returns what a command line says.
   *
   * @throws UserError naming the option that is no number or out of range
   */
  public static PocAssumptions of(Arguments line) {
    return new PocAssumptions(
        number(line, "board-price", EXAMPLE.boardPrice()),
        number(line, "board-watts", EXAMPLE.boardWatts()),
        number(line, "energy-price", EXAMPLE.energyPrice()),
        number(line, "machine-price", EXAMPLE.machinePrice()),
        number(line, "machine-watts", EXAMPLE.machineWatts()),
        number(line, "machine-seconds", EXAMPLE.machineSeconds()),
        number(line, "pictures-per-day", EXAMPLE.picturesPerDay()));
  }

  private static Option option(String name, String what, double value) {
    return Arguments.value(name, "NUMBER", what + ", for poc.html; default " + value);
  }

  private static double number(Arguments line, String name, double otherwise) {
    String text = line.text(name).orElse(Double.toString(otherwise));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new UserError("--%s %s; allowed: a number".formatted(name, text), e);
    }
  }
}
