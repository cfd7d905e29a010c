package io.samforge.arch.program;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.format.ActivationFunction;
import io.samforge.arch.format.EncoderThresholds;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.CodeOutput;
import io.samforge.arch.layer.GemmLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The table of a layer: group registers and threshold banks (architecture, section 6). */
public final class LayerTable {
  /** Words of one entry of the group register file. */
  public static final int WORDS_PER_ENTRY = 2;

  private LayerTable() {}

  /** Returns the 32-bit words of the table, without padding to a beat. */
  public static int[] words(AcceleratorConfig config, GemmLayer layer) {
    int entryWords = WORDS_PER_ENTRY * config.groups();
    if (!(layer.output() instanceof CodeOutput codes)) {
      int[] words = new int[entryWords];
      putEntries(words, config, layer);
      return words;
    }
    int[][] banks = codes.thresholds().hardwareTables();
    int[] words = new int[entryWords + config.groups() * config.codes()];
    putEntries(words, config, layer);
    for (int bank = 0; bank < banks.length; bank++) {
      int start = entryWords + bank * config.codes();
      System.arraycopy(banks[bank], 0, words, start, config.codes());
    }
    return words;
  }

  /**
   * Returns the thresholds in the table of a layer that delivers codes.
   *
   * @param table the words, with or without padding
   * @param function the activation function behind the layer
   * @param banks banks that the layer uses: one for GELU, which has two tables
   * @param branchOrdinal first ordinal of the rising branch of GELU, else 0
   * @throws IllegalArgumentException when the table is too short or no layer's
   */
  public static EncoderThresholds thresholds(
      AcceleratorConfig config,
      int[] table,
      ActivationFunction function,
      int banks,
      int branchOrdinal) {
    int tables = function.monotone() ? banks : 2;
    int start = WORDS_PER_ENTRY * config.groups();
    if (tables < 1
        || tables > config.groups()
        || table.length < start + config.groups() * config.codes()) {
      throw new IllegalArgumentException(
          "a table of " + table.length + " words does not hold " + tables + " lists of thresholds");
    }
    int[][] words = new int[tables][];
    for (int bank = 0; bank < tables; bank++) {
      int from = start + bank * config.codes();
      words[bank] = Arrays.copyOfRange(table, from, from + config.codes());
    }
    return EncoderThresholds.ofTables(function, words, branchOrdinal);
  }

  private static void putEntries(int[] words, AcceleratorConfig config, GemmLayer layer) {
    int[] endChunk = endChunks(config, layer);
    int[] multipliers = layer.multipliers();
    Optional<CagOperand> groups = layer.operand().grouped();
    for (int j = 0; j < config.groups(); j++) {
      int multiplier = j < multipliers.length ? multipliers[j] : 0;
      int zeroPoint = 0;
      if (groups.isPresent() && j < multipliers.length) {
        List<UniformParameters> parameters = groups.get().groups();
        zeroPoint = parameters.get(j % parameters.size()).zeroPoint();
      }
      words[WORDS_PER_ENTRY * j] = multiplier | zeroPoint << 16;
      words[WORDS_PER_ENTRY * j + 1] = endChunk[j];
    }
  }

  /** Returns the exclusive end of every entry in chunks; entries behind the last have all. */
  static int[] endChunks(AcceleratorConfig config, GemmLayer layer) {
    int lanes = config.reductionLanes();
    int[] slotEntry = layer.slots().slotEntry();
    int chunks = slotEntry.length / lanes;
    int[] ends = new int[config.groups()];
    int end = 0;
    for (int j = 0; j < ends.length; j++) {
      while (end < chunks && slotEntry[end * lanes] == j) {
        end++;
      }
      ends[j] = end;
    }
    return ends;
  }
}
