package io.samforge.arch.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.Configs;
import io.samforge.arch.Seeds;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.RandomLayers;
import io.samforge.arch.layer.SlotCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
  private static final String REBUILD = "; rebuild it with: make demo CONFIG=configs/NAME.json";

  @TempDir private Path folder;

  @Test
  void aProgramComesBackFromItsFile() {
    Program program = program(51);
    Path file = folder.resolve("deeper").resolve("a.sfp");
    program.save(file);
    Program copy = Program.load(file, Configs.tiny());
    assertThat(copy).usingRecursiveComparison().isEqualTo(program);
    assertThat(copy.descriptor(0)).isEqualTo(program.descriptor(0));
    assertThat(file.getParent()).isDirectoryContaining("glob:**a.sfp");
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  @Test
  void everyKindOfSlotsComesBackFromTheFile() throws IOException {
    RandomLayers layers = new RandomLayers(Seeds.random(56), Configs.tiny());
    ProgramBuilder builder = new ProgramBuilder(Configs.tiny()).layer(layers.wide("w", 2, 9, 3));
    for (int i = 0; i < 60; i++) {
      builder.layer(layers.layer("any" + i));
    }
    Path file = folder.resolve("kinds.sfp");
    Program program = builder.build();
    program.save(file);
    String manifest =
        new String(
            StoredZip.read(Files.readAllBytes(file)).get("manifest.json"), StandardCharsets.UTF_8);
    assertThat(manifest)
        .contains("\"code\":{\"levels\":255,\"copies\":1}")
        .contains("\"code\":{\"levels\":15,\"copies\":2}")
        .contains("\"code\":{\"levels\":255,\"copies\":2,\"digitBits\":4}")
        .contains("\"times\":2}");
    List<ProgramTensor> found = Program.load(file, Configs.tiny()).inputs();
    List<ProgramTensor> wanted = program.inputs();
    assertThat(found).usingRecursiveComparison().isEqualTo(wanted);
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(found.get(i).slots().code()).isEqualTo(wanted.get(i).slots().code());
      kinds.add(found.get(i).slots().code().getClass());
    }
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            SlotCode.Plain.class,
            SlotCode.Residues.class,
            SlotCode.Digits.class,
            SlotCode.Twice.class);
  }

  @Test
  void theSameProgramGivesTheSameBytesInEveryTimeZone() throws IOException {
    byte[] here = ProgramFile.serialize(program(52));
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(ProgramFile.serialize(program(52))).isEqualTo(here);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void everyAlteredBitAndEveryTruncationIsRefused() throws IOException {
    byte[] bytes = ProgramFile.serialize(program(53));
    Random random = Seeds.random(54);
    Path file = folder.resolve("a.sfp");
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] bad = bytes.clone();
      // The directory of the zip at the end is small, and hit on purpose.
      int at = i % 3 == 0 ? bad.length - 1 - random.nextInt(400) : random.nextInt(bad.length);
      bad[at] = (byte) (bad[at] ^ 1 << random.nextInt(8));
      Files.write(file, bad);
      assertOneLine(file);
      refused++;
    }
    for (int i = 0; i < 200; i++) {
      Files.write(
          file, Arrays.copyOf(bytes, i < 50 ? bytes.length - 1 - i : random.nextInt(bytes.length)));
      assertOneLine(file);
      refused++;
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
    assertOneLine(file);
    assertThat(refused).isEqualTo(800);
    Files.write(file, bytes);
    assertThat(Program.load(file).layers()).hasSize(2);
  }

  @Test
  void anotherConfigurationIsNamedFieldByField() {
    Path file = folder.resolve("a.sfp");
    program(55).save(file);
    assertThatThrownBy(() -> Program.load(file, Configs.load("small").withBits(5, 4)))
        .isInstanceOf(UserError.class)
        .hasMessage(
            file
                + ": the program was compiled for another configuration (weightBits is 4, not 5;"
                + " reductionLanes is 8, not 32; outputLanes is 4, not 16; tokenDepth is 32, not"
                + " 256; postLanes is 1, not 2; maxInChannels is 512, not 5120;"
                + " activationBufferWords is 1024, not 32768; axiDataWidth is 64, not 128; dramMiB"
                + " is 64, not 1024); rebuild it with: make demo CONFIG=configs/small.json");
  }

  @Test
  void whatIsWrongWithAFileIsSaid() throws IOException {
    Path file = folder.resolve("a.sfp");
    assertMessage(
        file, "there is no such program; build it with: make demo CONFIG=configs/NAME.json");
    Files.writeString(file, "no zip");
    assertMessage(file, "the program file is damaged: it is not a zip file" + REBUILD);
    Files.write(file, zip("other", "x"));
    assertMessage(file, "the program file is damaged: it has no manifest.json" + REBUILD);
    Files.write(file, zip("manifest.json", "{"));
    assertMessage(file, "the program file is damaged: manifest.json is not valid JSON" + REBUILD);
    Files.write(file, zip("manifest.json", "{}"));
    assertMessage(
        file, "the program file is damaged: manifest.json does not describe a program" + REBUILD);
    Files.write(file, zip("manifest.json", "{\"format\":\"samforge-program\",\"version\":1}"));
    assertMessage(file, "the program has the format version 1; allowed: 2" + REBUILD);
    Files.write(file, zip("manifest.json", "{\"format\":\"samforge-program\",\"version\":2}"));
    assertMessage(file, "the program file is damaged: manifest.json is incomplete" + REBUILD);
  }

  @Test
  void aWrongHashAndAMissingPartAreSaid() throws IOException {
    String manifest =
        "{\"format\":\"samforge-program\",\"version\":2,\"configHash\":\"%s\",\"config\":%s,"
            + "\"layers\":[],\"tensors\":[],\"parts\":[{\"name\":\"p\",\"address\":0,\"bytes\":1,"
            + "\"sha256\":\"00\"}]}";
    String config = Configs.tiny().toJson();
    Path file = folder.resolve("a.sfp");
    Files.write(file, zip("manifest.json", String.format(manifest, "12", config)));
    assertMessage(
        file,
        "the program file is damaged: its config hash does not belong to its configuration"
            + REBUILD);
    String right = String.format(manifest, Configs.tiny().hash(), config);
    Files.write(file, zip("manifest.json", right));
    assertMessage(file, "the program file is damaged: part p is missing or incomplete" + REBUILD);
    Files.write(file, zip("manifest.json", right, "memory/p.bin", "x"));
    assertMessage(file, "the program file is damaged: part p has a wrong SHA-256" + REBUILD);
    String bad = String.format(manifest, "12", config.replace("\"groups\": 4", "\"groups\": 1"));
    Files.write(file, zip("manifest.json", bad));
    assertMessage(
        file, "manifest.json, config: field \"groups\": 1 is not allowed; allowed: 2 to 16");
  }

  @Test
  void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Path blocked = folder.resolve("file");
    Files.writeString(blocked, "x");
    assertThatThrownBy(() -> program(56).save(blocked.resolve("a.sfp")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the file cannot be written");
    Path taken = folder.resolve("taken");
    Files.createDirectories(taken.resolve("inner"));
    assertThatThrownBy(() -> program(56).save(taken)).isInstanceOf(UserError.class);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("file", "taken");
  }

  @Test
  void inconsistentProgramsAreRejected() {
    Program good = program(57);
    List<MemorySegment> noDescriptors = good.segments().subList(1, good.segments().size());
    assertThatThrownBy(
            () ->
                new Program(
                    good.config(),
                    good.descriptorAddress(),
                    good.layers(),
                    good.tensors(),
                    noDescriptors))
        .hasMessage("the program has no segment descriptors");
    assertThatThrownBy(
            () ->
                new Program(
                    good.config(),
                    good.descriptorAddress(),
                    good.layers().subList(0, 1),
                    good.tensors(),
                    good.segments()))
        .hasMessage("the descriptors do not match the layers");
    ProgramTensor tensor = good.tensors().get(0);
    ProgramTensor moved =
        new ProgramTensor("moved", 4096, tensor.tokens(), tensor.bits(), tensor.slots());
    assertThatThrownBy(
            () ->
                new Program(
                    good.config(),
                    good.descriptorAddress(),
                    List.of(),
                    List.of(moved),
                    good.segments()))
        .hasMessageContaining("overlaps another one");
    assertThatThrownBy(() -> new MemorySegment("../a", 0, new byte[1]))
        .hasMessageContaining("segment name");
    assertThatThrownBy(() -> new MemorySegment("a", 32, new byte[1]))
        .hasMessageContaining("a multiple of 64");
  }

  private static Program program(long seed) {
    RandomLayers layers = new RandomLayers(new Random(seed), Configs.tiny());
    GemmLayer second = layers.reader("second");
    GemmLayer first = layers.producer("first", second, 20);
    return new ProgramBuilder(Configs.tiny()).layer(first).chained(second).build();
  }

  private static void assertMessage(Path file, String message) {
    assertThatThrownBy(() -> Program.load(file))
        .isInstanceOf(UserError.class)
        .hasMessage(file + ": " + message);
  }

  private static void assertOneLine(Path file) {
    assertThatThrownBy(() -> Program.load(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      parts.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return StoredZip.write(parts);
  }
}
