package io.samforge.calib.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.samforge.arch.Sha256;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.calib.MemoryUse;
import io.samforge.calib.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages with other lengths and other parts, whose checksums are right: one line or a model. */
class DamagedPackageTest {
  private static final AcceleratorConfig TINY =
      AcceleratorConfig.load(Path.of("..", "configs", "tiny.json"));
  private static final String MANIFEST = "manifest.json";
  private static final long[] SIZES = {0, 100_000, 0x7fffffffL, 0xffffffffL};

  @TempDir private Path folder;
  private byte[] good;
  private long usual;

  @BeforeEach
  void save() throws IOException {
    Path file = folder.resolve("small.sfp");
    SmallModel.compiled(new Random(71), TINY).model().save(file);
    good = Files.readAllBytes(file);
    bytesToLoad(good);
    usual = bytesToLoad(good);
  }

  /** Loads a file, which may be refused; returns the bytes of objects that this took. */
  private long bytesToLoad(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.sfp"), bytes);
    long before = MemoryUse.allocated();
    try {
      ModelPackage.load(file);
    } catch (UserError e) {
      assertThat(e).hasMessageStartingWith(file + ": ").hasMessageNotContaining("\n");
    }
    return MemoryUse.allocated() - before;
  }

  /** Every header of an entry, at its place and in the directory, and the directory's end. */
  @Test
  void noSizeInTheZipTakesMemoryThatTheFileDoesNotHave() throws IOException {
    ByteBuffer zip = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> fields = new ArrayList<>();
    for (int at = 0; at + 4 <= good.length; at++) {
      switch (zip.getInt(at)) {
        case 0x04034b50 -> fields.addAll(List.of(at + 14, at + 18, at + 22, at + 26));
        case 0x02014b50 -> fields.addAll(List.of(at + 16, at + 20, at + 24, at + 28, at + 42));
        case 0x06054b50 -> fields.addAll(List.of(at + 8, at + 12, at + 16));
        default -> {}
      }
    }
    assertThat(fields).hasSizeGreaterThan(100);
    long most = 0;
    for (int field : fields) {
      for (long size : SIZES) {
        byte[] altered = good.clone();
        ByteBuffer.wrap(altered).order(ByteOrder.LITTLE_ENDIAN).putInt(field, (int) size);
        most = Math.max(most, bytesToLoad(altered));
      }
    }
    System.out.printf("%d sizes, at most %d bytes instead of %d%n", fields.size(), most, usual);
    assertThat(most).isLessThan(2 * usual);
  }

  @Test
  void noNumberInTheManifestTakesMemoryThatTheFileDoesNotHave() throws IOException {
    Random random = Seeds.random("DamagedPackageTest.numbers", 74);
    String text = manifest().toString();
    long most = 0;
    for (int i = 0; i < 150; i++) {
      JsonObject tree = JsonParser.parseString(text).getAsJsonObject();
      List<Runnable> changes = new ArrayList<>();
      long number = random.nextInt(4) == 0 ? 1L << random.nextInt(63) : (1L << 31) - 1;
      collectNumbers(tree, new JsonPrimitive(number), changes);
      changes.get(random.nextInt(changes.size())).run();
      most = Math.max(most, bytesToLoad(withManifest(tree)));
    }
    System.out.printf("at most %d bytes instead of %d%n", most, usual);
    assertThat(most).isLessThan(2 * usual);
  }

  private static void collectNumbers(JsonElement at, JsonPrimitive value, List<Runnable> changes) {
    if (at instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        if (isNumber(entry.getValue())) {
          changes.add(() -> object.add(entry.getKey(), value));
        } else {
          collectNumbers(entry.getValue(), value, changes);
        }
      }
    } else if (at instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        if (isNumber(array.get(i))) {
          changes.add(() -> array.set(index, value));
        } else {
          collectNumbers(array.get(i), value, changes);
        }
      }
    }
  }

  private static boolean isNumber(JsonElement element) {
    return element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
  }

  /** Weights may be anything; descriptors, tables and parameter records may not. */
  @Test
  void otherPartsGiveLayersOrOneLine() throws IOException {
    Random random = Seeds.random("DamagedPackageTest.parts", 75);
    List<String> names = new ArrayList<>(StoredZip.read(good).keySet());
    names.remove(MANIFEST);
    int refused = 0;
    int layersRefused = 0;
    int layers = 0;
    for (int i = 0; i < 240; i++) {
      String name = names.get(i % names.size());
      byte[] bytes = withPart(name, altered(StoredZip.read(good).get(name), random));
      Path file = Files.write(folder.resolve("damaged.sfp"), bytes);
      try {
        ModelPackage model = ModelPackage.load(file);
        for (LinearStep step : model.function("encoder").graph().linearSteps().toList()) {
          assertThat(model.layers("encoder").linear(step).outputs())
              .isEqualTo(step.outputChannels());
          layers++;
        }
      } catch (UserError e) {
        assertThat(e.getMessage()).isNotEmpty().doesNotContain("\n");
        refused += e.getMessage().startsWith(file + ": ") ? 1 : 0;
        layersRefused += e.getMessage().startsWith(file + ": ") ? 0 : 1;
      }
    }
    System.out.printf(
        "%d packages and %d layers refused, %d layers made%n", refused, layersRefused, layers);
    assertThat(refused).isGreaterThan(30);
    assertThat(layersRefused).isGreaterThan(10);
    assertThat(layers).isGreaterThan(100);
  }

  private static byte[] altered(byte[] part, Random random) {
    byte[] altered = part.clone();
    switch (random.nextInt(4)) {
      case 0 -> altered = Arrays.copyOf(part, random.nextInt(part.length));
      case 1 -> altered = Arrays.copyOf(part, part.length + 1 + random.nextInt(64));
      case 2 -> altered[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
      default -> Arrays.fill(altered, random.nextInt(part.length), part.length, (byte) 0xff);
    }
    return altered;
  }

  @Test
  void descriptorsOfProductsAreThoseOfTheConfiguration() throws IOException {
    JsonObject unit = (JsonObject) unit("attn/qk");
    String part = unit.getAsJsonObject("descriptors").get("data").getAsString();
    byte[] descriptors = StoredZip.read(good).get(part);
    descriptors[descriptors.length - 1] ^= 1;
    Path file = Files.write(folder.resolve("damaged.sfp"), withPart(part, descriptors));
    assertThatThrownBy(() -> ModelPackage.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": the model package is damaged: descriptor: checksum ")
        .hasMessageNotContaining("\n");
  }

  private JsonElement unit(String step) throws IOException {
    JsonObject encoder = manifest().getAsJsonObject("functions").getAsJsonObject("encoder");
    for (JsonElement unit : encoder.getAsJsonArray("units")) {
      JsonElement name = unit.getAsJsonObject().get("step");
      if (name != null && name.getAsString().equals(step)) {
        return unit;
      }
    }
    throw new AssertionError("no unit of " + step);
  }

  private JsonObject manifest() throws IOException {
    return JsonParser.parseString(
            new String(StoredZip.read(good).get(MANIFEST), StandardCharsets.UTF_8))
        .getAsJsonObject();
  }

  private byte[] withManifest(JsonObject tree) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>(StoredZip.read(good));
    entries.put(MANIFEST, tree.toString().getBytes(StandardCharsets.UTF_8));
    return StoredZip.write(entries);
  }

  /** The package with another part, of which the manifest tells the right size and checksum. */
  private byte[] withPart(String name, byte[] data) throws IOException {
    JsonObject tree = manifest();
    for (JsonElement entry : tree.getAsJsonArray("parts")) {
      if (entry.getAsJsonObject().get("name").getAsString().equals(name)) {
        entry.getAsJsonObject().addProperty("bytes", data.length);
        entry.getAsJsonObject().addProperty("sha256", Sha256.of(data));
      }
    }
    Map<String, byte[]> entries = new LinkedHashMap<>(StoredZip.read(good));
    entries.put(MANIFEST, tree.toString().getBytes(StandardCharsets.UTF_8));
    entries.put(name, data);
    return StoredZip.write(entries);
  }
}
