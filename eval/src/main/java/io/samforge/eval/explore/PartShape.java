package io.samforge.eval.explore;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.gemm.GemmEngine;

/**
 * What the parts of an accelerator grow with.
 *
 * @param point the accelerator
 * @param config its configuration
 */
record PartShape(DesignPoint point, AcceleratorConfig config) {
  private static final int LUT_INPUTS_FOR_FOUR = 4;
  private static final int DISTRIBUTED_WORDS = 32;
  private static final int DEEPEST_BLOCK = 4096;
  private static final int LEAST_DSP_PRODUCT = 9;
  private static final double COUNTER_BLOCKS = 2;
  private static final double CODE_LOG_BLOCKS = 1.5;

  static PartShape of(DesignPoint point) {
    return new PartShape(point, point.config());
  }

  /**
   * Returns whether estimates are made for the activation buffer: words are written as a whole, or
   * split where a row of codes ends.
   */
  boolean hasEstimate() {
    return point.reductionLanes() <= point.outputLanes() || config.hasSplitWords();
  }

  /** Returns how many equal pieces a part consists of. */
  int count(AreaPart part) {
    return switch (part) {
      case LANES -> point.outputLanes() - point.dspLanes();
      case PACKED_LANES -> point.dspLanes();
      case POST_LANES -> point.postLanes();
      default -> 1;
    };
  }

  /** Returns whether a part looks alike in two formats, so that one is fitted to both. */
  static boolean sameKind(AreaPart part, NumberFormat a, NumberFormat b) {
    boolean sameArithmetic = a.arithmetic() == b.arithmetic();
    return switch (part) {
      case LANES, PACKED_LANES, POST_LANES, OPERANDS -> a == b;
      case POST, CONTROL -> sameArithmetic;
      case DMA, BUFFER -> true;
    };
  }

  /** Returns the numbers that look-up tables and flip-flops of one piece are a sum of. */
  double[] features(AreaPart part) {
    int k = config.reductionLanes();
    int b = config.axiDataWidth();
    int word = k * config.activationBits();
    double packed = config.isPacked() ? 1 : 0;
    return switch (part) {
      case LANES, PACKED_LANES -> new double[] {k, 1};
      case OPERANDS -> new double[] {k, 1, packed * k, rowSumInFabric()};
      case POST_LANES -> new double[] {1};
      case POST -> post();
      case DMA -> new double[] {b, word, 1};
      case BUFFER ->
          new double[] {word * multiplexerLuts(), word, 1, config.hasSplitWords() ? word : 0};
      case CONTROL -> new double[] {word, 1, packed * k};
    };
  }

  private double rowSumInFabric() {
    return !config.isFp32() && GemmEngine.rowSumDsps(config) == 0 ? 1 : 0;
  }

  private double[] post() {
    double lanes = config.postLanes();
    int groups = config.outputGroups();
    double select = lanes * GemmEngine.sumBits(config) * (groups - 1) / 3.0;
    double deepRecords = 4.0 * groups > DISTRIBUTED_WORDS ? lanes : 0;
    double halves = config.halfOutputs() ? lanes : 0;
    return new double[] {select, deepRecords, lanes, config.axiDataWidth(), 1, halves};
  }

  /** Returns look-up tables for each bit that join the blocks of a bank, and both banks. */
  private double multiplexerLuts() {
    int blocks = Math.max(1, config.activationBufferWords() / DEEPEST_BLOCK);
    return switch (blocks) {
      case 1 -> 1;
      case 2 -> 2;
      case LUT_INPUTS_FOR_FOUR -> 3;
      default -> blocks - 0.75;
    };
  }

  /**
   * Returns the DSPs of one piece that take products: two for each of floats, one for two that are
   * packed, and one for each that Yosys does not put into look-up tables; those of the row sum.
   */
  double productDsps(AreaPart part) {
    int k = config.reductionLanes();
    return switch (part) {
      case LANES -> config.isFp32() ? 2.0 * k : hasFabricProducts() ? 0 : k;
      case PACKED_LANES -> k / 2.0;
      case OPERANDS -> GemmEngine.rowSumDsps(config);
      default -> 0;
    };
  }

  /** Yosys 0.23 takes a DSP for a product that has at least so many bits. */
  private boolean hasFabricProducts() {
    return config.weightBits() + config.activationBits() < LEAST_DSP_PRODUCT;
  }

  /** Returns the block RAMs of one piece that its memories take. */
  double blockRams(AreaPart part) {
    int t = config.tokenDepth();
    return switch (part) {
      case LANES, PACKED_LANES -> 2 * BlockRams.of(t, GemmEngine.sumBits(config));
      case BUFFER -> 2 * buffer();
      case OPERANDS -> config.isFp32() ? 0 : 2 * BlockRams.of(t, rowSumBits());
      case CONTROL -> COUNTER_BLOCKS + (config.isFp32() ? 0 : CODE_LOG_BLOCKS);
      case POST_LANES, POST, DMA -> 0;
    };
  }

  private double buffer() {
    int slots = config.hasSplitWords() ? config.slotUnit() : config.reductionLanes();
    int memories = config.reductionLanes() / slots;
    int words = config.activationBufferWords();
    return memories * BlockRams.of(words, slots * config.activationBits());
  }

  private int rowSumBits() {
    return config.widths().rowSum();
  }

  /** Returns how far the reduction lanes of two points are apart, in powers of two. */
  double distance(PartShape other) {
    double ratio = (double) config.reductionLanes() / other.config.reductionLanes();
    return Math.abs(Math.log(ratio) / Math.log(2));
  }
}
