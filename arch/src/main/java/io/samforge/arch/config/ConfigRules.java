package io.samforge.arch.config;

import io.samforge.arch.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The allowed values of every configuration field (architecture, section 2). */
final class ConfigRules {
  private static final List<String> BOARDS =
      List.of("sim", "zcu102", "kv260", "u250", "ulx3s-85f", "icebreaker");

  private static final List<String> WITH_DSP48E2 = List.of("sim", "zcu102", "kv260", "u250");

  /** The allowed names of arithmetics. */
  static final String ARITHMETICS =
      Arrays.stream(Arithmetic.values()).map(Arithmetic::name).collect(Collectors.joining(", "));

  private ConfigRules() {}

  static void checkText(String name, Arithmetic arithmetic, String board) {
    if (name == null || !name.matches("[a-z][a-z0-9-]{0,31}")) {
      throw notAllowed(
          "name",
          quoted(name),
          "a small letter, then at most 31 small letters, digits and hyphens");
    }
    if (arithmetic == null) {
      throw notAllowed("arithmetic", "null", ARITHMETICS);
    }
    if (!BOARDS.contains(board)) {
      throw notAllowed("board", quoted(board), String.join(", ", BOARDS));
    }
  }

  static void checkEngine(
      Arithmetic arithmetic,
      int weightBits,
      int activationBits,
      int reductionLanes,
      int outputLanes,
      int tokenDepth,
      int groups,
      int postLanes,
      int maxInChannels) {
    if (arithmetic == Arithmetic.FP32) {
      oneOf("weightBits", weightBits, Float.SIZE);
      oneOf("activationBits", activationBits, Float.SIZE);
    } else {
      oneOf("weightBits", weightBits, 4, 5, 6, 8);
      oneOf("activationBits", activationBits, 4, 5, 6, 8);
    }
    checkReductionLanes(arithmetic, reductionLanes);
    checkOutputLanes(arithmetic, reductionLanes, outputLanes);
    powerOfTwo("tokenDepth", tokenDepth, 32, 1024, "");
    range("groups", groups, 2, 16);
    int divisor = Integer.lowestOneBit(outputLanes);
    String why =
        divisor == outputLanes
            ? " (the smaller of outputLanes and 32)"
            : " (it has to divide outputLanes " + outputLanes + ")";
    powerOfTwo("postLanes", postLanes, 1, Math.min(divisor, 32), why);
    if (maxInChannels < reductionLanes
        || maxInChannels > 16384
        || maxInChannels % reductionLanes != 0) {
      throw notAllowed(
          "maxInChannels",
          Integer.toString(maxInChannels),
          "a multiple of reductionLanes " + reductionLanes + ", up to 16384");
    }
  }

  /** A tree of floats has 2^n terms, because their order is part of the contract. */
  private static void checkReductionLanes(Arithmetic arithmetic, int lanes) {
    if (arithmetic == Arithmetic.FP32) {
      powerOfTwo("reductionLanes", lanes, 4, 64, "");
    } else if (lanes % AcceleratorConfig.CLUSTER_LANES != 0 || lanes < 1 || lanes > 128) {
      powerOfTwo("reductionLanes", lanes, 4, 64, ", or a multiple of 16 up to 128");
    }
  }

  /**
   * A tensor is written in blocks of M slots and read in words of K. A row of a block reaches into
   * a second word at most where M is below K; else M has to be a multiple of K.
   */
  private static void checkOutputLanes(Arithmetic arithmetic, int reductionLanes, int lanes) {
    boolean floats = arithmetic == Arithmetic.FP32;
    int unit = floats ? reductionLanes : Math.max(AcceleratorConfig.CLUSTER_LANES, reductionLanes);
    boolean power = Integer.bitCount(lanes) == 1;
    boolean evenly = lanes < reductionLanes || lanes % reductionLanes == 0;
    boolean below =
        !floats && lanes < reductionLanes && lanes % AcceleratorConfig.CLUSTER_LANES == 0;
    boolean allowed = power && evenly || lanes % unit == 0 || below;
    if (lanes < 4 || lanes > 256 || !allowed) {
      String powers =
          Integer.bitCount(reductionLanes) == 1
              ? "a power of two from 4 to 256"
              : "a power of two from 4 to " + Integer.highestOneBit(reductionLanes);
      String small =
          floats || reductionLanes <= AcceleratorConfig.CLUSTER_LANES
              ? ""
              : ", or a multiple of 16 below reductionLanes " + reductionLanes;
      throw notAllowed(
          "outputLanes",
          Integer.toString(lanes),
          powers + ", or a multiple of " + unit + " up to 256" + small);
    }
  }

  static void checkSystem(int activationBufferWords, int axiDataWidth, int dramMiB, int clockMHz) {
    powerOfTwo("activationBufferWords", activationBufferWords, 64, 1048576, "");
    oneOf("axiDataWidth", axiDataWidth, 64, 128, 256, 512);
    range("dramMiB", dramMiB, 1, 4096);
    range("clockMHz", clockMHz, 1, 1000);
  }

  /**
   * Rejects buffers in which not even one smallest tile of the widest layer fits.
   *
   * <p>Tiles must start at a beat, so a tile is a multiple of the fewest tokens that fill whole
   * beats; because a beat is a power of two of bits, that count is one as well.
   */
  static void checkTiles(
      int activationBits,
      int reductionLanes,
      int outputLanes,
      int tokenDepth,
      int maxInChannels,
      int activationBufferWords,
      int axiDataWidth) {
    int rowBits = outputLanes * activationBits;
    int smallestTile =
        Math.max(
            wholeBeatTokens(rowBits, axiDataWidth),
            wholeBeatTokens(32 * outputLanes, axiDataWidth));
    if (tokenDepth < smallestTile) {
      throw new UserError(
          String.format(
              "field \"tokenDepth\": %d tokens of outputLanes %d codes of activationBits %d are not"
                  + " a whole number of beats of axiDataWidth %d; allowed: at least %d",
              tokenDepth, outputLanes, activationBits, axiDataWidth, smallestTile));
    }
    int blocks = (maxInChannels + outputLanes - 1) / outputLanes;
    long needed = (long) smallestTile * words(blocks, outputLanes, reductionLanes);
    if (activationBufferWords < needed) {
      throw new UserError(
          String.format(
              "field \"activationBufferWords\": %d cannot hold the smallest tile (%d tokens) of"
                  + " maxInChannels %d; allowed: a power of two, at least %d",
              activationBufferWords,
              smallestTile,
              maxInChannels,
              1L << (64 - Long.numberOfLeadingZeros(needed - 1))));
    }
  }

  /**
   * Rejects products that do not fit the fields of a DSP48E2: four of two lanes, for 4-bit weights
   * and both paths of a 4-bit code, fill its 48 bits.
   */
  static void checkPacking(
      Arithmetic arithmetic,
      int weightBits,
      int activationBits,
      int outputLanes,
      String board,
      int dspLanes) {
    if (dspLanes == 0) {
      return;
    }
    if (arithmetic != Arithmetic.HYBRID || weightBits != 4 || activationBits != 4) {
      throw new UserError(
          String.format(
              "field \"dspLanes\": %d is not allowed with weightBits %d and activationBits %d;"
                  + " allowed: 0, because only products of 4-bit codes are packed",
              dspLanes, weightBits, activationBits));
    }
    if (!WITH_DSP48E2.contains(board)) {
      throw new UserError(
          String.format(
              "field \"dspLanes\": %d is not allowed with board \"%s\", which has no DSP48E2;"
                  + " allowed: 0",
              dspLanes, board));
    }
    if (dspLanes < 0
        || dspLanes > outputLanes
        || dspLanes % AcceleratorConfig.SMALLEST_CLUSTER != 0) {
      throw notAllowed(
          "dspLanes",
          Integer.toString(dspLanes),
          "a multiple of "
              + AcceleratorConfig.SMALLEST_CLUSTER
              + ", up to outputLanes "
              + outputLanes);
    }
  }

  /** Returns the words of K codes that the codes of some blocks of M fill. */
  static int words(int blocks, int outputLanes, int reductionLanes) {
    return (blocks * outputLanes + reductionLanes - 1) / reductionLanes;
  }

  /** Rejects floats of 16 bits beside an array of floats, whose outputs are all of 32 bits. */
  static void checkHalves(Arithmetic arithmetic, boolean halfOutputs) {
    if (halfOutputs && arithmetic == Arithmetic.FP32) {
      throw new UserError(
          "field \"halfOutputs\": true is not allowed with arithmetic FP32; allowed: false");
    }
  }

  /** Returns the fewest rows of some bits that fill whole beats. */
  static int wholeBeatTokens(int rowBits, int beatBits) {
    return beatBits / Math.min(beatBits, Integer.lowestOneBit(rowBits));
  }

  static UserError notAllowed(String field, String value, String allowed) {
    return new UserError(
        "field \"" + field + "\": " + value + " is not allowed; allowed: " + allowed);
  }

  static String quoted(String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  private static void oneOf(String field, int value, int... allowed) {
    if (Arrays.stream(allowed).noneMatch(a -> a == value)) {
      String list =
          Arrays.stream(allowed).mapToObj(Integer::toString).collect(Collectors.joining(", "));
      throw notAllowed(field, Integer.toString(value), list);
    }
  }

  private static void range(String field, int value, int low, int high) {
    if (value < low || value > high) {
      throw notAllowed(field, Integer.toString(value), low + " to " + high);
    }
  }

  private static void powerOfTwo(String field, int value, int low, int high, String why) {
    if (value < low || value > high || Integer.bitCount(value) != 1) {
      throw notAllowed(
          field, Integer.toString(value), "a power of two from " + low + " to " + high + why);
    }
  }
}
