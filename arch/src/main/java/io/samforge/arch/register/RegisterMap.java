package io.samforge.arch.register;

import io.samforge.arch.config.AcceleratorConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The AXI4-Lite register map (architecture, section 9): the registers, the layer log and the values
 * that a configuration fixes.
 *
 * <p>Hardware decoding, driver offsets and every document are generated from here.
 */
public final class RegisterMap {
  /** Bits of a byte address of the slave. */
  public static final int ADDRESS_BITS = 16;

  /** Value of ID: the letters SAMF. */
  public static final int ID_VALUE = 0x53414D46;

  /** Value of VERSION. */
  public static final int VERSION_VALUE = 0x00010000;

  /** Byte offset of the first word of the layer log. */
  public static final int LAYER_LOG_OFFSET = 0x1000;

  /** Bytes from one entry of the layer log to the next. */
  public static final int LAYER_LOG_STRIDE = 16;

  /** Entries of the layer log; layers behind the last are not logged. */
  public static final int LAYER_LOG_ENTRIES = 256;

  /** The words of one entry of the layer log, in order. */
  public static final List<String> LAYER_LOG_WORDS =
      List.of("CYCLES", "BUSY", "STALL", "READ_BEATS");

  private RegisterMap() {}

  /** Returns the byte offset of word 0..3 of the log entry of a layer 0..255. */
  public static int layerLogOffset(int layer, int word) {
    if (layer < 0 || layer >= LAYER_LOG_ENTRIES || word < 0 || word >= LAYER_LOG_WORDS.size()) {
      throw new IllegalArgumentException("no layer log entry " + layer + ", word " + word);
    }
    return LAYER_LOG_OFFSET + layer * LAYER_LOG_STRIDE + 4 * word;
  }

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
