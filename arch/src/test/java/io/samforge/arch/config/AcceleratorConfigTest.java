package io.samforge.arch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceleratorConfigTest {
  private static final String TINY_CANONICAL =
      "{\"weightBits\":4,\"activationBits\":4,\"arithmetic\":\"HYBRID\",\"reductionLanes\":8,"
          + "\"outputLanes\":4,\"tokenDepth\":32,\"groups\":4,\"postLanes\":1,"
          + "\"maxInChannels\":512,\"activationBufferWords\":1024,\"axiDataWidth\":64,"
          + "\"dramMiB\":64}";
  private static final String TINY_HASH =
      "a0d5bc1a43dcdf323a6047e1ffbff54faf5b285bb36310e98656b5ac6d5c81b7";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny",
        "paper",
        "small",
        "large",
        "zcu102",
        "zcu102-equal",
        "fp32-paper",
        "int8-paper"
      })
  void everyConfigurationOfTheRepositoryLoadsAndComesBack(String name) throws IOException {
    AcceleratorConfig config = Configs.load(name);
    assertThat(config.name()).isEqualTo(name);
    assertThat(config.toJson()).isEqualTo(Files.readString(Configs.path(name)).strip() + "\n");
    assertThat(AcceleratorConfig.fromJson(config.toJson(), "copy")).isEqualTo(config);
  }

  @Test
  void whatQuantisesModelsRefusesFloats() {
    assertThat(AcceleratorConfig.loadHybrid(Configs.path("tiny"))).isEqualTo(Configs.tiny());
    Path floats = Configs.path("fp32-paper");
    assertThatThrownBy(() -> AcceleratorConfig.loadHybrid(floats))
        .isInstanceOf(UserError.class)
        .hasMessage(
            floats + ": field \"arithmetic\": FP32 computes with floats; allowed here: HYBRID");
    assertThatThrownBy(() -> AcceleratorConfig.load(floats).withBits(4, 4))
        .hasMessage("field \"weightBits\": 4 is not allowed; allowed: 32");
  }

  @Test
  void theHashIsTheSha256OfTheCanonicalJson() {
    AcceleratorConfig tiny = Configs.tiny();
    assertThat(tiny.canonicalJson()).isEqualTo(TINY_CANONICAL);
    assertThat(tiny.hash()).isEqualTo(TINY_HASH);
    assertThat(String.format("%08x", tiny.hashWord(0))).isEqualTo(TINY_HASH.substring(0, 8));
    assertThat(String.format("%08x", tiny.hashWord(7))).isEqualTo(TINY_HASH.substring(56));
    assertThatThrownBy(() -> tiny.hashWord(8)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nameBoardAndClockDoNotChangeTheHashButEveryOtherFieldDoes() {
    String json = Configs.tiny().toJson();
    String hash = Configs.tiny().hash();
    assertThat(edited(json, "\"tiny\"", "\"other\"").hash()).isEqualTo(hash);
    assertThat(edited(json, "\"sim\"", "\"kv260\"").hash()).isEqualTo(hash);
    assertThat(edited(json, "\"clockMHz\": 300", "\"clockMHz\": 200").hash()).isEqualTo(hash);
    String[][] edits = {
      {"\"weightBits\": 4", "\"weightBits\": 5"},
      {"\"activationBits\": 4", "\"activationBits\": 5"},
      {"\"reductionLanes\": 8", "\"reductionLanes\": 4"},
      {"\"outputLanes\": 4", "\"outputLanes\": 8"},
      {"\"tokenDepth\": 32", "\"tokenDepth\": 64"},
      {"\"groups\": 4", "\"groups\": 5"},
      {"\"postLanes\": 1", "\"postLanes\": 2"},
      {"\"maxInChannels\": 512", "\"maxInChannels\": 504"},
      {"\"activationBufferWords\": 1024", "\"activationBufferWords\": 2048"},
      {"\"axiDataWidth\": 64", "\"axiDataWidth\": 128"},
      {"\"dramMiB\": 64", "\"dramMiB\": 63"},
    };
    for (String[] edit : edits) {
      assertThat(edited(json, edit[0], edit[1]).hash()).as(edit[1]).isNotEqualTo(hash);
    }
  }

  @Test
  void withBitsChangesOnlyTheBits() {
    AcceleratorConfig six = Configs.tiny().withBits(5, 6);
    assertThat(six.weightBits()).isEqualTo(5);
    assertThat(six.codes()).isEqualTo(64);
    assertThat(six.withBits(4, 4)).isEqualTo(Configs.tiny());
    assertThat(Configs.tiny().differences(six))
        .containsExactly("weightBits is 4, not 5", "activationBits is 4, not 6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"tiny\"|\"Tiny\"|field \"name\": \"Tiny\" is not allowed; allowed: a small letter, then"
            + " at most 31 small letters, digits and hyphens",
        "\"weightBits\": 4|\"weightBits\": 7|field \"weightBits\": 7 is not allowed; allowed: 4, 5,"
            + " 6, 8",
        "\"activationBits\": 4|\"activationBits\": 3|field \"activationBits\": 3 is not allowed;"
            + " allowed: 4, 5, 6, 8",
        "HYBRID|FP16|field \"arithmetic\": \"FP16\" is not allowed; allowed: HYBRID, FP32",
        "\"reductionLanes\": 8|\"reductionLanes\": 12|field \"reductionLanes\": 12 is not allowed;"
            + " allowed: a power of two from 4 to 64, or a multiple of 16 up to 128",
        "\"reductionLanes\": 8|\"reductionLanes\": 144|field \"reductionLanes\": 144 is not"
            + " allowed; allowed: a power of two from 4 to 64, or a multiple of 16 up to 128",
        "\"outputLanes\": 4|\"outputLanes\": 512|field \"outputLanes\": 512 is not allowed;"
            + " allowed: a power of two from 4 to 256, or a multiple of 16 up to 256",
        "\"outputLanes\": 4|\"outputLanes\": 40|field \"outputLanes\": 40 is not allowed;"
            + " allowed: a power of two from 4 to 256, or a multiple of 16 up to 256",
        "\"tokenDepth\": 32|\"tokenDepth\": 16|field \"tokenDepth\": 16 is not allowed; allowed: a"
            + " power of two from 32 to 1024",
        "\"groups\": 4|\"groups\": 1|field \"groups\": 1 is not allowed; allowed: 2 to 16",
        "\"postLanes\": 1|\"postLanes\": 8|field \"postLanes\": 8 is not allowed; allowed: a power"
            + " of two from 1 to 4 (the smaller of outputLanes and 32)",
        "\"maxInChannels\": 512|\"maxInChannels\": 500|field \"maxInChannels\": 500 is not allowed;"
            + " allowed: a multiple of reductionLanes 8, up to 16384",
        "\"activationBufferWords\": 1024|\"activationBufferWords\": 1000|field"
            + " \"activationBufferWords\": 1000 is not allowed; allowed: a power of two from 64 to"
            + " 1048576",
        "\"activationBufferWords\": 1024|\"activationBufferWords\": 128|field"
            + " \"activationBufferWords\": 128 cannot hold the smallest tile (4 tokens) of"
            + " maxInChannels 512; allowed: a power of two, at least 256",
        "\"axiDataWidth\": 64|\"axiDataWidth\": 32|field \"axiDataWidth\": 32 is not allowed;"
            + " allowed: 64, 128, 256, 512",
        "\"dramMiB\": 64|\"dramMiB\": 8192|field \"dramMiB\": 8192 is not allowed; allowed: 1 to"
            + " 4096",
        "\"clockMHz\": 300|\"clockMHz\": 0|field \"clockMHz\": 0 is not allowed; allowed: 1 to"
            + " 1000",
        "\"sim\"|\"vcu\"|field \"board\": \"vcu\" is not allowed; allowed: sim, zcu102, kv260,"
            + " u250, ulx3s-85f, icebreaker",
        "\"weightBits\": 4|\"weightBits\": \"4\"|field \"weightBits\" is not a whole number",
        "\"weightBits\": 4|\"weightBits\": 4.5|field \"weightBits\": 4.5 is not a whole number in"
            + " range",
        "\"weightBits\": 4|\"weightBits\": 99999999999|field \"weightBits\": 99999999999 is not a"
            + " whole number in range",
        "\"name\": \"tiny\"|\"name\": 5|field \"name\" is not a string in quotes",
        "\"groups\": 4,||field \"groups\" is missing",
        "\"groups\": 4|\"groups\": 4, \"groups\": 4|field \"groups\" is given twice",
        "\"groups\"|\"group\"|field \"group\" is unknown; allowed: name, weightBits,"
            + " activationBits, arithmetic, reductionLanes, outputLanes, tokenDepth, groups,"
            + " postLanes, maxInChannels, activationBufferWords, axiDataWidth, dramMiB, clockMHz,"
            + " board, dspLanes, halfOutputs",
        "\"board\"|\"halfOutputs\": 1, \"board\"|field \"halfOutputs\" is neither true nor false",
        "\"board\"|\"dspLanes\": 3, \"board\"|field \"dspLanes\": 3 is not allowed; allowed: a"
            + " multiple of 4, up to outputLanes 4",
        "\"board\"|\"dspLanes\": 8, \"board\"|field \"dspLanes\": 8 is not allowed; allowed: a"
            + " multiple of 4, up to outputLanes 4",
        "\"board\"|\"dspLanes\": -4, \"board\"|field \"dspLanes\": -4 is not allowed; allowed: a"
            + " multiple of 4, up to outputLanes 4",
        "\"sim\"|\"ulx3s-85f\", \"dspLanes\": 4|field \"dspLanes\": 4 is not allowed with board"
            + " \"ulx3s-85f\", which has no DSP48E2; allowed: 0",
        "\"weightBits\": 4|\"dspLanes\": 4, \"weightBits\": 5|field \"dspLanes\": 4 is not allowed"
            + " with weightBits 5 and activationBits 4; allowed: 0, because only products of 4-bit"
            + " codes are packed",
        "\"activationBits\": 4|\"dspLanes\": 4, \"activationBits\": 6|field \"dspLanes\": 4 is not"
            + " allowed with weightBits 4 and activationBits 6; allowed: 0, because only products"
            + " of 4-bit codes are packed",
      })
  void badInputIsOneLineThatNamesFileFieldValueAndWhatIsAllowed(
      String text, String replacement, String message, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("bad.json");
    String json = Configs.tiny().toJson();
    assertThat(json).contains(text);
    Files.writeString(file, json.replace(text, replacement == null ? "" : replacement));
    assertThatThrownBy(() -> AcceleratorConfig.load(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void lanesInDspsAreAFieldOfTheirOwnThatMayBeLeftOut() {
    AcceleratorConfig tiny = Configs.tiny();
    AcceleratorConfig packed = edited(tiny.toJson(), "\"sim\"", "\"sim\", \"dspLanes\": 4");
    assertThat(packed.dspLanes()).isEqualTo(4);
    assertThat(packed.isPacked()).isTrue();
    assertThat(packed.withBits(4, 4)).isEqualTo(packed);
    assertThat(AcceleratorConfig.fromJson(packed.toJson(), "copy")).isEqualTo(packed);
    assertThat(packed.canonicalJson()).endsWith("\"dramMiB\":64,\"dspLanes\":4}");
    assertThat(packed.hash()).isNotEqualTo(tiny.hash());
    assertThat(packed.differences(tiny)).containsExactly("dspLanes is 4, not 0");
    assertThat(tiny.differences(packed)).containsExactly("dspLanes is 0, not 4");
    AcceleratorConfig none = edited(tiny.toJson(), "\"sim\"", "\"sim\", \"dspLanes\": 0");
    assertThat(none).isEqualTo(tiny);
    assertThat(tiny.isPacked()).isFalse();
  }

  @Test
  void floatsOf16BitsAreAFieldThatMayBeLeftOut() {
    AcceleratorConfig tiny = Configs.tiny();
    AcceleratorConfig halves = edited(tiny.toJson(), "\"sim\"", "\"sim\", \"halfOutputs\": true");
    assertThat(halves.halfOutputs()).isTrue();
    assertThat(halves.withBits(4, 4)).isEqualTo(halves);
    assertThat(AcceleratorConfig.fromJson(halves.toJson(), "copy")).isEqualTo(halves);
    assertThat(halves.canonicalJson()).endsWith("\"dramMiB\":64,\"halfOutputs\":true}");
    assertThat(halves.differences(tiny)).containsExactly("halfOutputs is true, not false");
    assertThat(edited(tiny.toJson(), "\"sim\"", "\"sim\", \"halfOutputs\": false")).isEqualTo(tiny);
    String floats = Configs.load("fp32-paper").toJson();
    assertThatThrownBy(() -> edited(floats, "\"zcu102\"", "\"sim\", \"halfOutputs\": true"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "text: field \"halfOutputs\": true is not allowed with arithmetic FP32; allowed:"
                + " false");
  }

  @Test
  void rowsOfOutputsMayEndWithinWordsThatAreLonger() {
    AcceleratorConfig split = lanes(80, 64);
    assertThat(split.hasSplitWords()).isTrue();
    assertThat(split.slotUnit()).isEqualTo(16);
    assertThat(split.widths().dotMul()).isEqualTo(lanes(64, 64).widths().dotMul() + 1);
    assertThat(lanes(96, 48).hasSplitWords()).isFalse();
    assertThat(lanes(64, 48).hasSplitWords()).isTrue();
    assertThat(lanes(48, 96).hasSplitWords()).isFalse();
    assertThatThrownBy(() -> lanes(48, 64))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "text: field \"outputLanes\": 64 is not allowed; allowed: a power of two from 4 to 32,"
                + " or a multiple of 48 up to 256, or a multiple of 16 below reductionLanes 48");
    assertThatThrownBy(() -> lanes(64, 80))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "text: field \"outputLanes\": 80 is not allowed; allowed: a power of two from 4 to 256,"
                + " or a multiple of 64 up to 256, or a multiple of 16 below reductionLanes 64");
  }

  private static AcceleratorConfig lanes(int reduction, int output) {
    String json =
        Configs.tiny()
            .toJson()
            .replace("\"outputLanes\": 4", "\"outputLanes\": " + output)
            .replace("\"maxInChannels\": 512", "\"maxInChannels\": 960");
    int channels = 960 / reduction * reduction;
    return edited(
        json.replace("960", Integer.toString(channels)),
        "\"reductionLanes\": 8",
        "\"reductionLanes\": " + reduction);
  }

  @Test
  void lanesInDspsMakeClustersOfAsManyAsDivideThem() {
    String json = lanes(64, 64).toJson();
    assertThat(edited(json, "\"sim\"", "\"sim\", \"dspLanes\": 44").clusterLanes()).isEqualTo(4);
    assertThat(edited(json, "\"sim\"", "\"sim\", \"dspLanes\": 48").clusterLanes()).isEqualTo(16);
    assertThat(lanes(64, 64).clusterLanes()).isEqualTo(16);
    assertThat(Configs.tiny().clusterLanes()).isEqualTo(4);
  }

  @Test
  void tilesMustFillWholeBeats() {
    assertThatThrownBy(
            () ->
                edited(
                    Configs.tiny().withBits(4, 5).toJson(),
                    "\"axiDataWidth\": 64",
                    "\"axiDataWidth\": 512"))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "text: field \"tokenDepth\": 32 tokens of outputLanes 4 codes of activationBits 5 are"
                + " not a whole number of beats of axiDataWidth 512; allowed: at least 128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"name\": \"tiny\"", "{\"name\": tiny}", "{}{}", "null"})
  void brokenJsonIsOneLine(String json) {
    assertThatThrownBy(() -> AcceleratorConfig.fromJson(json, "text"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("text: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyTruncationOfAFileIsAUserError() {
    String json = Configs.tiny().toJson().strip();
    for (int length = 0; length < json.length(); length++) {
      String part = json.substring(0, length);
      assertThatThrownBy(() -> AcceleratorConfig.fromJson(part, "text"))
          .isInstanceOf(UserError.class);
    }
  }

  @Test
  void missingAndUnreadableFilesAreNamed(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("none.json");
    assertThatThrownBy(() -> AcceleratorConfig.load(missing))
        .isInstanceOf(UserError.class)
        .hasMessage(missing + ": there is no such configuration file");
    Path binary = folder.resolve("binary.json");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> AcceleratorConfig.load(binary))
        .isInstanceOf(UserError.class)
        .hasMessage(binary + ": the configuration is not UTF-8 text");
  }

  private static AcceleratorConfig edited(String json, String text, String replacement) {
    assertThat(json).contains(text);
    return AcceleratorConfig.fromJson(json.replace(text, replacement), "text");
  }
}
