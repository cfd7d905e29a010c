package io.samforge.rtl.board;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Module;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The boards that have a top module; their names are those of the configuration's field board. */
public enum Board {
  ZCU102("zcu102", Family.ULTRASCALE_PLUS, "xczu9eg-ffvb1156-2-e", "configs/small.json"),
  KV260("kv260", Family.ULTRASCALE_PLUS, "xck26-sfvc784-2LV-c", "configs/kv260.json"),
  U250("u250", Family.ULTRASCALE_PLUS, "xcu250-figd2104-2L-e", "configs/large.json"),
  ULX3S("ulx3s-85f", Family.ECP5, "LFE5U-85F-6BG381C", "configs/ulx3s.json"),
  ICEBREAKER("icebreaker", Family.ICE40, "iCE40UP5K-SG48", "configs/tiny.json");

  /** Kinds of FPGA, each with its own tools. */
  public enum Family {
    ULTRASCALE_PLUS,
    ECP5,
    ICE40
  }

  private final String boardName;
  private final Family family;
  private final String part;
  private final String defaultConfig;

  Board(String boardName, Family family, String part, String defaultConfig) {
    this.boardName = boardName;
    this.family = family;
    this.part = part;
    this.defaultConfig = defaultConfig;
  }

  /**
   * Returns the board of a name.
   *
   * @throws UserError listing the names when there is none of this name
   */
  public static Board named(String name) {
    return Arrays.stream(values())
        .filter(board -> board.boardName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    "TARGET is '"
                        + name
                        + "'; allowed: "
                        + Arrays.stream(values())
                            .map(Board::boardName)
                            .collect(Collectors.joining(", "))));
  }

  /** Returns the name on command lines and in configurations. */
  public String boardName() {
    return boardName;
  }

  /** Returns the kind of FPGA. */
  public Family family() {
    return family;
  }

  /** Returns the vendor's name of the FPGA. */
  public String part() {
    return part;
  }

  /** Returns the configuration that is built when none is named, relative to the root. */
  public String defaultConfig() {
    return defaultConfig;
  }

  /** Returns whether the board holds an accelerator; the smallest one holds one unit only. */
  public boolean hasAccelerator() {
    return this != ICEBREAKER;
  }

  /** Returns the name of the top module. */
  public String top() {
    return switch (this) {
      case ULX3S -> "Ulx3sShell";
      case ICEBREAKER -> "IcebreakerShell";
      case ZCU102, KV260, U250 -> AmdShell.NAME;
    };
  }

  /**
   * Requires a configuration that the board's top can be built for.
   *
   * @throws UserError naming the field and what is allowed
   */
  public void requireFits(AcceleratorConfig config) {
    if (this == ULX3S && !Ecp5Pll.makes(config.clockMHz())) {
      throw new UserError(
          String.format(
              "configuration %s: clockMHz is %d; allowed on %s: %s",
              config.name(), config.clockMHz(), boardName, Ecp5Pll.ALLOWED));
    }
  }

  /** Returns a supplier of the top module, for {@link io.samforge.hdl.VerilogEmitter}. */
  public Supplier<Module> shell(AcceleratorConfig config) {
    return switch (this) {
      case ULX3S -> () -> new Ulx3sShell(config);
      case ICEBREAKER -> IcebreakerShell::new;
      case ZCU102, KV260 -> () -> new AmdShell(config, 40);
      case U250 -> () -> new AmdShell(config, 64);
    };
  }
}
