package io.samforge.arch.register;

import io.samforge.arch.config.AcceleratorConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The AXI4-Lite register map (architecture, section 9): the registers, the logs and the values that
 * a configuration fixes.
 *
 * <p>Hardware decoding, driver offsets and every document are generated from here.
 */
public final class RegisterMap {
  /** Bits of a byte address of the slave. */
  public static final int ADDRESS_BITS = 16;

  /** Value of ID: the letters SAMF. */
  public static final int ID_VALUE = 0x53414D46;

  /** Value of VERSION. */
  public static final int VERSION_VALUE = 0x00010001;

  /** What every layer took. */
  public static final RegisterLog LAYER_LOG =
      new RegisterLog("LAYER_LOG", 0x1000, List.of("CYCLES", "BUSY", "STALL", "READ_BEATS"));

  /** How many codes every layer wrote, and how many of them were the lowest and the highest. */
  public static final RegisterLog CODE_LOG =
      new RegisterLog("CODE_LOG", 0x2000, List.of("LOWEST", "HIGHEST", "CODES"));

  /** All logs, by offset. */
  public static final List<RegisterLog> LOGS = List.of(LAYER_LOG, CODE_LOG);

  private RegisterMap() {}

  /** Returns the registers that a configuration fixes, with their values. */
  public static Map<Register, Integer> constants(AcceleratorConfig config) {
    Map<Register, Integer> values = new TreeMap<>();
    values.put(Register.ID, ID_VALUE);
    values.put(Register.VERSION, VERSION_VALUE);
    for (int i = 0; i < 8; i++) {
      values.put(Register.valueOf("CONFIG_HASH" + i), config.hashWord(i));
    }
    values.put(
        Register.CAP0,
        Register.CAP0.field("REDUCTION_LANES").place(config.reductionLanes())
            | Register.CAP0.field("WEIGHT_BITS").place(config.weightBits())
            | Register.CAP0.field("ACTIVATION_BITS").place(config.activationBits())
            | Register.CAP0.field("GROUPS").place(config.groups()));
    values.put(
        Register.CAP1,
        Register.CAP1.field("OUTPUT_LANES").place(config.outputLanes())
            | Register.CAP1.field("TOKEN_DEPTH").place(config.tokenDepth()));
    values.put(
        Register.CAP2,
        Register.CAP2.field("AXI_DATA_WIDTH").place(config.axiDataWidth())
            | Register.CAP2.field("POST_LANES").place(config.postLanes()));
    return values;
  }
}
