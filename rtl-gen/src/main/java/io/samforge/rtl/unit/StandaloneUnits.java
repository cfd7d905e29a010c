package io.samforge.rtl.unit;

import io.samforge.arch.UserError;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Module;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The units that can be emitted alone, by name. */
public final class StandaloneUnits {
  private static final UnitParameter ZERO_POINT_BITS =
      new UnitParameter("bits", "bits of a zero-point, those of a code", 2, 8, 4);
  private static final UnitParameter READ_PORTS =
      new UnitParameter("readPorts", "multipliers read in one cycle", 0, 64, 1);

  private static final List<StandaloneUnit> ALL =
      List.of(
          new StandaloneUnit(
              "HluqDecodeUnit",
              "decodes an HLUQ code into a shift and a small integer",
              List.of(
                  new UnitParameter("bits", "bits of a code", 2, 8, 4),
                  new UnitParameter(
                      "nLog", "log codes, at most 2^(bits-1); 0 makes it an input", 0, 128, 0)),
              StandaloneUnits::decodeUnit),
          new StandaloneUnit(
              "CagGroupRegisterFile",
              "multiplier and zero-point of each channel group, double-buffered",
              List.of(
                  new UnitParameter("groups", "channel groups", 2, 16, 4),
                  ZERO_POINT_BITS,
                  READ_PORTS),
              values ->
                  new CagGroupRegisterFile(
                      values.get("groups"),
                      Widths.MULTIPLIER,
                      values.get("bits"),
                      values.get("readPorts"))),
          new StandaloneUnit(
              "PerChannelRegisterFile",
              "multiplier and zero-point of each channel, to compare with channel groups",
              List.of(
                  new UnitParameter("channels", "channels", 2, 16384, 1280),
                  ZERO_POINT_BITS,
                  READ_PORTS),
              values ->
                  new PerChannelRegisterFile(
                      values.get("channels"),
                      Widths.MULTIPLIER,
                      values.get("bits"),
                      values.get("readPorts"))));

  private StandaloneUnits() {}

  /** Returns all units, in the order of help texts. */
  public static List<StandaloneUnit> all() {
    return ALL;
  }

  /**
   * Returns a unit.
   *
   * @throws UserError listing the names when there is none of this name
   */
  public static StandaloneUnit named(String name) {
    return ALL.stream()
        .filter(unit -> unit.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "unit "
                        + name
                        + " is unknown; allowed: "
                        + ALL.stream()
                            .map(StandaloneUnit::name)
                            .collect(Collectors.joining(", "))));
  }

  /** Returns a supplier of the named unit; see {@link StandaloneUnit#supplier}. */
  public static Supplier<Module> supplier(String name, Map<String, Integer> parameters) {
    return named(name).supplier(parameters);
  }

  private static Module decodeUnit(Map<String, Integer> values) {
    int bits = values.get("bits");
    int limit = 1 << (bits - 1);
    if (values.get("nLog") > limit) {
      throw new UserError(
          String.format(
              "unit HluqDecodeUnit: parameter nLog is %d; allowed with bits %d: 0 to %d",
              values.get("nLog"), bits, limit));
    }
    return new HluqDecodeUnit(bits, Widths.shiftLimit(bits), values.get("nLog"));
  }
}
