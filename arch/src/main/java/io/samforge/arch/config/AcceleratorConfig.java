package io.samforge.arch.config;

import io.samforge.arch.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The parameters of one accelerator (architecture, section 2); the accessors are the JSON fields.
 *
 * @param name a short name, {@code [a-z][a-z0-9-]{0,31}}
 * @param weightBits bits of a weight: 4, 5, 6 or 8 of a code, 32 of a float
 * @param activationBits bits of an activation: 4, 5, 6 or 8 of a code, 32 of a float
 * @param arithmetic the arithmetic of the matrix engine
 * @param reductionLanes K, products summed in one cycle by one output lane
 * @param outputLanes M, output channels computed at a time
 * @param tokenDepth T, tokens of partial sums held per output lane
 * @param groups G, entries of the group register file and banks of thresholds
 * @param postLanes output channels post-processed in one cycle
 * @param maxInChannels the most slots of the operand of a layer, padding included
 * @param activationBufferWords words of K codes in each of the two activation banks
 * @param axiDataWidth B, bits of one beat
 * @param dramMiB size of the device memory
 * @param clockMHz the clock the design is built for
 * @param board the board the design is built for
 * @param dspLanes output lanes whose products are packed into DSP48E2, four products of a slot and
 *     two lanes in each; 0 for an array in fabric alone
 * @param halfOutputs whether layers can deliver floats of 16 bits
 */
public record AcceleratorConfig(
    String name,
    int weightBits,
    int activationBits,
    Arithmetic arithmetic,
    int reductionLanes,
    int outputLanes,
    int tokenDepth,
    int groups,
    int postLanes,
    int maxInChannels,
    int activationBufferWords,
    int axiDataWidth,
    int dramMiB,
    int clockMHz,
    String board,
    int dspLanes,
    boolean halfOutputs) {

  /** The most output lanes of a cluster, all from one module. */
  public static final int CLUSTER_LANES = 16;

  /** The least lanes of a cluster: they are packed in pairs, and it takes two to choose from. */
  public static final int SMALLEST_CLUSTER = 4;

  /** Checks every field and the combinations that cannot work; the error names the field. */
  public AcceleratorConfig {
    ConfigRules.checkText(name, arithmetic, board);
    ConfigRules.checkEngine(
        arithmetic,
        weightBits,
        activationBits,
        reductionLanes,
        outputLanes,
        tokenDepth,
        groups,
        postLanes,
        maxInChannels);
    ConfigRules.checkSystem(activationBufferWords, axiDataWidth, dramMiB, clockMHz);
    ConfigRules.checkTiles(
        activationBits,
        reductionLanes,
        outputLanes,
        tokenDepth,
        maxInChannels,
        activationBufferWords,
        axiDataWidth);
    ConfigRules.checkPacking(arithmetic, weightBits, activationBits, outputLanes, board, dspLanes);
    ConfigRules.checkHalves(arithmetic, halfOutputs);
  }

  /** Creates a configuration whose products are all computed in fabric, without 16-bit floats. */
  public AcceleratorConfig(
      String name,
      int weightBits,
      int activationBits,
      Arithmetic arithmetic,
      int reductionLanes,
      int outputLanes,
      int tokenDepth,
      int groups,
      int postLanes,
      int maxInChannels,
      int activationBufferWords,
      int axiDataWidth,
      int dramMiB,
      int clockMHz,
      String board) {
    this(
        name,
        weightBits,
        activationBits,
        arithmetic,
        reductionLanes,
        outputLanes,
        tokenDepth,
        groups,
        postLanes,
        maxInChannels,
        activationBufferWords,
        axiDataWidth,
        dramMiB,
        clockMHz,
        board,
        0,
        false);
  }

  /**
   * Reads a configuration file.
   *
   * @throws UserError naming the file, the field, its value and what is allowed
   */
  public static AcceleratorConfig load(Path file) {
    return ConfigJson.load(file);
  }

  /**
   * Reads the configuration of an engine of integers, for which models are quantised.
   *
   * @throws UserError as for {@link #load}, and when the configuration has another arithmetic
   */
  public static AcceleratorConfig loadHybrid(Path file) {
    AcceleratorConfig config = load(file);
    if (config.isFp32()) {
      throw new UserError(
          file + ": field \"arithmetic\": FP32 computes with floats; allowed here: HYBRID");
    }
    return config;
  }

  /**
   * Reads a configuration from JSON text.
   *
   * @param source the name that error messages give to the text
   * @throws UserError naming the source, the field, its value and what is allowed
   */
  public static AcceleratorConfig fromJson(String json, String source) {
    return ConfigJson.parse(json, source);
  }

  /** Returns the configuration as indented JSON, one field a line, ending with a newline. */
  public String toJson() {
    return ConfigJson.pretty(this);
  }

  /** Returns the JSON that is hashed: no white space, without name, board and clockMHz. */
  public String canonicalJson() {
    return ConfigJson.canonical(this);
  }

  /** Returns the SHA-256 of the canonical JSON as 64 lower-case hexadecimal digits. */
  public String hash() {
    return HexFormat.of().formatHex(digest());
  }

  /** Returns big-endian word i (0..7) of the hash; word 0 is its first four bytes. */
  public int hashWord(int i) {
    if (i < 0 || i > 7) {
      throw new IllegalArgumentException("hash word " + i + "; allowed: 0 to 7");
    }
    return Integer.parseUnsignedInt(hash().substring(8 * i, 8 * i + 8), 16);
  }

  /**
   * Returns the hashed fields in which this configuration differs from another.
   *
   * @return clauses such as {@code weightBits is 4, not 5}; none when the hashes are equal
   */
  public List<String> differences(AcceleratorConfig other) {
    return ConfigJson.differences(this, other);
  }

  /**
   * Checks that what was made for this configuration runs on a device.
   *
   * @param what what was made, as the message begins, such as {@code the program}
   * @param target the make target that makes it
   * @throws UserError naming the fields that differ and the command that makes it anew
   */
  public void requireSame(AcceleratorConfig device, String what, String target) {
    if (!hash().equals(device.hash())) {
      throw new UserError(
          "%s was compiled for another configuration (%s); rebuild it with: make %s CONFIG=configs/%s.json"
              .formatted(what, String.join("; ", differences(device)), target, device.name()));
    }
  }

  /**
   * Returns the same accelerator with other code widths.
   *
   * @throws UserError if products are packed into DSP48E2, which hold those of 4 bits only
   */
  public AcceleratorConfig withBits(int newWeightBits, int newActivationBits) {
    return new AcceleratorConfig(
        name,
        newWeightBits,
        newActivationBits,
        arithmetic,
        reductionLanes,
        outputLanes,
        tokenDepth,
        groups,
        postLanes,
        maxInChannels,
        activationBufferWords,
        axiDataWidth,
        dramMiB,
        clockMHz,
        board,
        dspLanes,
        halfOutputs);
  }

  /**
   * Returns the same accelerator with another number of output lanes.
   *
   * @throws UserError if there cannot be so many, or fewer than are packed into DSP48E2
   */
  public AcceleratorConfig withOutputLanes(int newOutputLanes) {
    return new AcceleratorConfig(
        name,
        weightBits,
        activationBits,
        arithmetic,
        reductionLanes,
        newOutputLanes,
        tokenDepth,
        groups,
        Math.min(postLanes, Integer.lowestOneBit(newOutputLanes)),
        maxInChannels,
        activationBufferWords,
        axiDataWidth,
        dramMiB,
        clockMHz,
        board,
        dspLanes,
        halfOutputs);
  }

  /** Returns whether the engine computes with floats. */
  public boolean isFp32() {
    return arithmetic == Arithmetic.FP32;
  }

  /** Returns whether products of some output lanes are packed into DSP48E2. */
  public boolean isPacked() {
    return dspLanes > 0;
  }

  /**
   * Returns the output lanes of a cluster: {@value #CLUSTER_LANES}, or as many as divide all lanes
   * and the packed ones.
   */
  public int clusterLanes() {
    return gcd(CLUSTER_LANES, gcd(outputLanes, dspLanes));
  }

  /** Returns the largest number of slots that whole blocks of M and whole words of K consist of. */
  public int slotUnit() {
    return gcd(reductionLanes, outputLanes);
  }

  /** Returns the words of K codes that a token's codes in some blocks of M fill. */
  public int words(int blocks) {
    return ConfigRules.words(blocks, outputLanes, reductionLanes);
  }

  /** Returns whether rows of M codes begin and end within words of K codes. */
  public boolean hasSplitWords() {
    return outputLanes % reductionLanes != 0 && reductionLanes % outputLanes != 0;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /**
   * Refuses what delivers floats of 16 bits where the hardware has none.
   *
   * @throws UserError naming the field
   */
  public void requireHalfOutputs() {
    if (!halfOutputs) {
      throw new UserError("outputs of 16 bits; allowed: with halfOutputs = true");
    }
  }

  /** Returns L, the number of activation codes of a {@link Arithmetic#HYBRID} configuration. */
  public int codes() {
    return 1 << activationBits;
  }

  /** Returns the bytes of one beat. */
  public int beatBytes() {
    return axiDataWidth / 8;
  }

  /** Returns the most chunks of K slots that a layer may have. */
  public int maxChunks() {
    return maxInChannels / reductionLanes;
  }

  /** Returns the bits that number the M output lanes. */
  public int outputLaneBits() {
    return Widths.ceilLog2(outputLanes);
  }

  /** Returns M/Pp, the groups in which the outputs of a token leave the array. */
  public int outputGroups() {
    return outputLanes / postLanes;
  }

  /** Returns the fewest tokens, a power of two, whose M elements of some bits are whole beats. */
  public int alignedTokens(int elementBits) {
    return ConfigRules.wholeBeatTokens(outputLanes * elementBits, axiDataWidth);
  }

  /** Returns the bytes of device memory. */
  public long dramBytes() {
    return (long) dramMiB << 20;
  }

  /** Returns the accumulator widths of a {@link Arithmetic#HYBRID} configuration. */
  public Widths widths() {
    return Widths.of(this);
  }

  private byte[] digest() {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(canonicalJson().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
