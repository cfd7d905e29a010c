package io.samforge.calib.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));
  private static final String REBUILD = "; rebuild it with: make calib CONFIG=configs/NAME.json";

  @TempDir private Path folder;
  private Path file;
  private byte[] good;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("small.sfp");
    SmallModel.compiled(new Random(71), TINY).model().save(file);
    good = Files.readAllBytes(file);
  }

  @Test
  void aPackageComesBackFromItsFile() throws IOException {
    ModelPackage original = SmallModel.compiled(new Random(71), TINY).model();
    ModelPackage copy = ModelPackage.load(file, TINY);
    assertThat(copy).usingRecursiveComparison().ignoringFields("calibration").isEqualTo(original);
    assertThat(copy.calibration()).isEqualTo(original.calibration());
    Path again = folder.resolve("again.sfp");
    copy.save(again);
    assertThat(Files.readAllBytes(again)).isEqualTo(good);
    assertThat(copy.functions().keySet()).containsExactly("encoder");
    assertThat(copy.calibration().get("images").getAsInt()).isEqualTo(3);
  }

  @Test
  void theManifestSaysWhatItIs() throws IOException {
    JsonObject manifest = manifest(StoredZip.read(good));
    assertThat(manifest.keySet())
        .containsExactly(
            "format",
            "version",
            "config",
            "configHash",
            "model",
            "bits",
            "functions",
            "calibration",
            "parts");
    assertThat(manifest.get("format").getAsString()).isEqualTo("samforge-model");
    assertThat(manifest.getAsJsonObject("bits").get("weights").getAsInt()).isEqualTo(4);
    JsonObject encoder = manifest.getAsJsonObject("functions").getAsJsonObject("encoder");
    List<String> kinds = new ArrayList<>();
    encoder
        .getAsJsonArray("units")
        .forEach(u -> kinds.add(u.getAsJsonObject().get("kind").getAsString()));
    assertThat(kinds).containsExactly("LinearUnit", "ProductUnit", "ProductUnit", "LinearUnit");
  }

  @Test
  void everyAlteredBitAndEveryTruncationIsRefused() throws IOException {
    Random random = Seeds.random("ModelPackageTest", 72);
    for (int i = 0; i < 240; i++) {
      byte[] bad = good.clone();
      int at = i % 3 == 0 ? bad.length - 1 - random.nextInt(2000) : random.nextInt(bad.length);
      bad[at] = (byte) (bad[at] ^ 1 << random.nextInt(8));
      assertRefused(bad);
    }
    for (int i = 0; i < 100; i++) {
      int length = i < 50 ? good.length - 1 - i : random.nextInt(good.length);
      assertRefused(Arrays.copyOf(good, length));
    }
    assertRefused(Arrays.copyOf(good, good.length + 1));
  }

  /**
   * Manifests that are well packed but say nonsense: other numbers, texts, missing fields. A few of
   * them are packages again, such as those with another scale.
   */
  @Test
  void aManifestOfNonsenseIsRefusedInOneLine() throws IOException {
    Random random = Seeds.random("ModelPackageTest", 73);
    String text = manifest(StoredZip.read(good)).toString();
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      JsonObject tree = JsonParser.parseString(text).getAsJsonObject();
      byte[] bytes = mutate(tree, random) ? withManifest(tree.toString()) : good;
      Files.write(file, bytes);
      try {
        Path again = folder.resolve("again.sfp");
        ModelPackage.load(file).save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(bytes);
      } catch (UserError e) {
        assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(220);
    assertRefused(withManifest("[".repeat(100_000)));
    String deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
    assertRefused(withManifest(text.replace("\"images\":3", "\"images\":" + deep)));
  }

  /** Changes one value somewhere below; returns whether the text differs. */
  private static boolean mutate(JsonObject tree, Random random) {
    String before = tree.toString();
    JsonElement at = tree;
    while (true) {
      if (at instanceof JsonObject object && !object.isEmpty()) {
        List<String> names = new ArrayList<>(object.keySet());
        String name = names.get(random.nextInt(names.size()));
        JsonElement child = object.get(name);
        if (name.equals("calibration") || name.equals("model")) {
          return false; // Free text: any other is a package too.
        }
        boolean leaf = child.isJsonPrimitive() || random.nextInt(12) == 0;
        if (leaf && random.nextInt(4) == 0) {
          object.remove(name);
        } else if (leaf) {
          object.add(name, nonsense(random));
        } else {
          at = child;
          continue;
        }
      } else if (at instanceof JsonArray array && !array.isEmpty()) {
        int index = random.nextInt(array.size());
        if (array.get(index).isJsonPrimitive() || random.nextInt(12) == 0) {
          array.set(index, nonsense(random));
        } else {
          at = array.get(index);
          continue;
        }
      }
      return !tree.toString().equals(before);
    }
  }

  private static JsonElement nonsense(Random random) {
    Object[] values = {
      0, -1, 1, 7, 64, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 1e300, 0.5, "", "x"
    };
    Object value = values[random.nextInt(values.length)];
    return value instanceof Number n ? new JsonPrimitive(n) : new JsonPrimitive((String) value);
  }

  @Test
  void missingRepeatedAndForeignPartsAreSaid() throws IOException {
    assertMessage(
        alter(parts -> parts.remove("parts/0003")), "part parts/0003 is missing or incomplete");
    assertMessage(
        alter(parts -> parts.put("parts/0003", new byte[parts.get("parts/0003").length])),
        "part parts/0003 has a wrong SHA-256");
    assertMessage(
        alter(parts -> parts.put("more", new byte[3])), "part more is not in the manifest");
    JsonObject tree = manifest(StoredZip.read(good));
    tree.getAsJsonArray("parts").add(tree.getAsJsonArray("parts").get(0));
    assertMessage(withManifest(tree.toString()), "part parts/0000 is listed twice");
  }

  @Test
  void otherVersionsAndOtherHardwareAreSaid() throws IOException {
    String text = manifest(StoredZip.read(good)).toString();
    Files.write(file, withManifest(text.replace("\"version\":2", "\"version\":3")));
    assertThatThrownBy(() -> ModelPackage.load(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": the model package has the format version 3; allowed: 2" + REBUILD);
    Files.write(file, good);
    AcceleratorConfig small = AcceleratorConfig.load(Path.of("..", "configs", "small.json"));
    assertThatThrownBy(() -> ModelPackage.load(file, small.withBits(5, 4)))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(
            file
                + ": the model package was compiled for another configuration (weightBits is 4, not"
                + " 5; reductionLanes is 8, not 32;")
        .hasMessageEndingWith("rebuild it with: make calib CONFIG=configs/small.json");
    Path none = folder.resolve("none.sfp");
    assertThatThrownBy(() -> ModelPackage.load(none))
        .isInstanceOf(UserError.class)
        .hasMessage(
            none
                + ": there is no such model package; build it with: make calib"
                + " CONFIG=configs/NAME.json");
  }

  private static JsonObject manifest(Map<String, byte[]> parts) {
    return JsonParser.parseString(new String(parts.get("manifest.json"), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private byte[] withManifest(String text) throws IOException {
    return alter(parts -> parts.put("manifest.json", text.getBytes(StandardCharsets.UTF_8)));
  }

  private byte[] alter(Consumer<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>(StoredZip.read(good));
    change.accept(parts);
    return StoredZip.write(parts);
  }

  private void assertMessage(byte[] bytes, String reason) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelPackage.load(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": the model package is damaged: " + reason + REBUILD);
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    assertThatThrownBy(() -> ModelPackage.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }
}
