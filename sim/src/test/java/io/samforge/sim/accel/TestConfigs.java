package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The configurations that the accelerator is tested in: the shipped ones and uneven shapes. */
final class TestConfigs {
  private static final List<String> EDGES =
      List.of(
          // Many more output lanes than reduction lanes, every output post-processed at once, the
          // fewest groups.
          edge("flat", 5, 5, 4, 32, 32, 2, 32, 256, 2048, 256),
          edge("fewest-groups", 4, 4, 4, 16, 32, 2, 16, 64, 1024, 512),
          // The most groups, and a number of groups that is not a power of two.
          edge("most-groups", 4, 6, 16, 16, 32, 16, 2, 512, 1024, 256),
          edge("three-groups", 8, 4, 16, 4, 32, 3, 4, 320, 1024, 64),
          // Words of many parts.
          edge("deep", 6, 8, 64, 4, 64, 4, 1, 1024, 2048, 128),
          // Numbers of output lanes, clusters and groups that are no powers of two.
          edge("odd", 4, 4, 8, 48, 32, 3, 4, 256, 2048, 128),
          // Words that rows of outputs begin and end within, and words of three whole rows.
          withHalves(edge("split", 5, 6, 48, 32, 32, 3, 8, 480, 2048, 256)),
          edge("thirds", 4, 4, 48, 16, 64, 4, 2, 960, 2048, 128),
          edge("tall", 4, 4, 4, 4, 1024, 5, 2, 64, 16384, 64));

  private TestConfigs() {}

  /** Returns every configuration of the bit-exactness tests that is cheap to build. */
  static List<AcceleratorConfig> small() {
    AcceleratorConfig tiny = shipped("tiny");
    List<AcceleratorConfig> configs =
        new ArrayList<>(
            List.of(
                tiny,
                tiny.withBits(5, 5),
                tiny.withBits(6, 6),
                tiny.withBits(8, 8),
                tiny.withBits(4, 8),
                tiny.withBits(8, 4),
                tiny.withBits(6, 5),
                shipped("paper"),
                shipped("paper").withBits(5, 5),
                shipped("paper").withBits(6, 6),
                shipped("paper").withBits(8, 8),
                shipped("small").withBits(5, 5),
                shipped("small").withBits(6, 6),
                shipped("small").withBits(8, 8),
                shipped("small"),
                shipped("small").withBits(5, 6)));
    EDGES.forEach(json -> configs.add(AcceleratorConfig.fromJson(json, "test configuration")));
    return configs;
  }

  /** Returns the uneven configuration of some name. */
  static AcceleratorConfig named(String name) {
    return small().stream().filter(config -> config.name().equals(name)).findFirst().orElseThrow();
  }

  /** Returns a configuration with FP32 arithmetic: the shipped one or an uneven shape. */
  static AcceleratorConfig fp32(String name) {
    String json =
        switch (name) {
          // More output lanes than a cluster holds.
          case "fp32-flat" -> edge(name, 32, 32, 4, 32, 64, 2, 8, 256, 8192, 256);
          // Words of many parts, the deepest tree.
          case "fp32-deep" -> edge(name, 32, 32, 16, 4, 32, 2, 2, 512, 2048, 64);
          // A last cluster of fewer lanes.
          case "fp32-odd" -> edge(name, 32, 32, 4, 20, 64, 2, 4, 256, 4096, 128);
          // Every output post-processed at once, a beat of two tokens, the most groups.
          case "fp32-wide" -> edge(name, 32, 32, 4, 8, 128, 16, 8, 512, 4096, 512);
          default -> shipped(name).toJson();
        };
    return AcceleratorConfig.fromJson(json, "test configuration");
  }

  /** Returns a configuration some or all of whose lanes are packed into DSPs. */
  static AcceleratorConfig packed(String name) {
    String json =
        switch (name) {
          // The smallest array: one cascade, no tree, one cluster of two pairs.
          case "packed-least" -> edge(name, 4, 4, 4, 4, 32, 4, 1, 256, 2048, 64);
          case "packed-small" -> edge(name, 4, 4, 8, 4, 32, 3, 2, 512, 1024, 64);
          // Two clusters in DSPs, two in fabric.
          case "packed-mixed" -> edge(name, 4, 4, 16, 64, 32, 4, 8, 512, 2048, 256);
          // Rows that end within words; clusters of four lanes, five in DSPs and three in fabric.
          case "packed-split" -> withHalves(edge(name, 4, 4, 80, 32, 64, 4, 16, 1600, 2048, 512));
          // Every output post-processed at once, the deepest trees.
          default -> edge("packed-deep", 4, 4, 64, 16, 64, 16, 16, 1024, 2048, 256);
        };
    AcceleratorConfig fabric = AcceleratorConfig.fromJson(json, "test configuration");
    int lanes =
        switch (name) {
          case "packed-mixed" -> 32;
          case "packed-split" -> 20;
          default -> fabric.outputLanes();
        };
    String packed = fabric.toJson().replace("\"sim\"", "\"sim\", \"dspLanes\": " + lanes);
    return AcceleratorConfig.fromJson(packed, "test configuration");
  }

  /** Returns a configuration of the folder {@code configs}. */
  static AcceleratorConfig shipped(String name) {
    String root = System.getProperty("samforge.root", "..");
    return AcceleratorConfig.load(Path.of(root, "configs", name + ".json"));
  }

  /** Returns the name with the bits of weights and activations. */
  static String label(AcceleratorConfig config) {
    return config.name() + "-w" + config.weightBits() + "a" + config.activationBits();
  }

  /** Lets layers deliver floats of 16 bits. */
  private static String withHalves(String json) {
    return json.replace("\"sim\"", "\"sim\", \"halfOutputs\": true");
  }

  private static String edge(
      String name,
      int weightBits,
      int activationBits,
      int reductionLanes,
      int outputLanes,
      int tokenDepth,
      int groups,
      int postLanes,
      int maxInChannels,
      int activationBufferWords,
      int axiDataWidth) {
    return String.format(
        "{\"name\":\"%s\",\"weightBits\":%d,\"activationBits\":%d,\"arithmetic\":\"%s\","
            + "\"reductionLanes\":%d,\"outputLanes\":%d,\"tokenDepth\":%d,\"groups\":%d,"
            + "\"postLanes\":%d,\"maxInChannels\":%d,\"activationBufferWords\":%d,"
            + "\"axiDataWidth\":%d,\"dramMiB\":16,\"clockMHz\":100,\"board\":\"sim\"}",
        name,
        weightBits,
        activationBits,
        weightBits == 32 ? "FP32" : "HYBRID",
        reductionLanes,
        outputLanes,
        tokenDepth,
        groups,
        postLanes,
        maxInChannels,
        activationBufferWords,
        axiDataWidth);
  }
}
