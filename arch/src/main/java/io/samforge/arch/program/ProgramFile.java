package io.samforge.arch.program;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.Sha256;
import io.samforge.arch.StoredZip;
import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file form of a program: a zip with {@code manifest.json} and one part per memory segment.
 *
 * <p>Equal programs give equal bytes; a file that is not exactly what saving its content would
 * write is refused.
 */
final class ProgramFile {
  private static final String FORMAT = "samforge-program";
  private static final int VERSION = 2;
  private static final String MANIFEST = "manifest.json";
  private static final Gson GSON =
      new GsonBuilder().registerTypeAdapterFactory(new SlotCodeTypes()).create();

  private record Part(String name, long address, int bytes, String sha256) {}

  private record Manifest(
      String format,
      int version,
      String configHash,
      JsonElement config,
      long descriptorAddress,
      List<ProgramLayer> layers,
      List<ProgramTensor> tensors,
      List<Part> parts) {}

  private ProgramFile() {}

  static void save(Program program, Path file) {
    try {
      new AtomicFile(file).write(serialize(program));
    } catch (IOException e) {
      throw new UserError(file + ": the program cannot be packed: " + e.getMessage(), e);
    }
  }

  static Program load(Path file) {
    byte[] bytes;
    try {
      bytes = StoredZip.load(file);
    } catch (NoSuchFileException e) {
      throw new UserError(
          file + ": there is no such program; build it with: make demo CONFIG=configs/NAME.json",
          e);
    } catch (IOException e) {
      throw new UserError(file + ": the program cannot be read: " + e.getMessage(), e);
    }
    try {
      return parse(bytes);
    } catch (UserError e) {
      throw new UserError(file + ": " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw new UserError(file + ": " + damaged(String.valueOf(e.getMessage())).getMessage(), e);
    }
  }

  static byte[] serialize(Program program) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (MemorySegment s : program.segments()) {
      parts.add(new Part(s.name(), s.address(), s.data().length, Sha256.of(s.data())));
    }
    Manifest manifest =
        new Manifest(
            FORMAT,
            VERSION,
            program.config().hash(),
            JsonParser.parseString(program.config().toJson()),
            program.descriptorAddress(),
            program.layers(),
            program.tensors(),
            parts);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(MANIFEST, GSON.toJson(manifest).getBytes(StandardCharsets.UTF_8));
    for (MemorySegment segment : program.segments()) {
      entries.put(partFile(segment.name()), segment.data());
    }
    return StoredZip.write(entries);
  }

  private static Program parse(byte[] bytes) throws IOException {
    Map<String, byte[]> entries = StoredZip.read(bytes);
    byte[] text = entries.get(MANIFEST);
    if (text == null) {
      throw damaged("it has no " + MANIFEST);
    }
    Manifest manifest = readManifest(text);
    AcceleratorConfig config =
        AcceleratorConfig.fromJson(manifest.config.toString(), MANIFEST + ", config");
    if (!config.hash().equals(manifest.configHash)) {
      throw damaged("its config hash does not belong to its configuration");
    }
    List<MemorySegment> segments = new ArrayList<>();
    for (Part part : manifest.parts) {
      byte[] data = entries.get(partFile(part.name));
      if (data == null || data.length != part.bytes) {
        throw damaged("part " + part.name + " is missing or incomplete");
      }
      if (!Sha256.of(data).equals(part.sha256)) {
        throw damaged("part " + part.name + " has a wrong SHA-256");
      }
      segments.add(new MemorySegment(part.name, part.address, data));
    }
    Program program =
        new Program(
            config, manifest.descriptorAddress, manifest.layers, manifest.tensors, segments);
    if (!Arrays.equals(serialize(program), bytes)) {
      throw damaged("it was altered or cut off after it was written");
    }
    return program;
  }

  private static Manifest readManifest(byte[] text) {
    Manifest manifest;
    try {
      manifest = GSON.fromJson(new String(text, StandardCharsets.UTF_8), Manifest.class);
    } catch (JsonParseException e) {
      throw damaged(MANIFEST + " is not valid JSON");
    }
    if (manifest == null || !FORMAT.equals(manifest.format)) {
      throw damaged(MANIFEST + " does not describe a program");
    }
    if (manifest.version != VERSION) {
      throw new UserError(
          "the program has the format version "
              + manifest.version
              + "; allowed: "
              + VERSION
              + "; rebuild it with: make demo CONFIG=configs/NAME.json");
    }
    if (manifest.config == null
        || manifest.layers == null
        || manifest.tensors == null
        || manifest.parts == null) {
      throw damaged(MANIFEST + " is incomplete");
    }
    return manifest;
  }

  private static String partFile(String segment) {
    return "memory/" + segment + ".bin";
  }

  private static UserError damaged(String reason) {
    return new UserError(
        "the program file is damaged: "
            + reason
            + "; rebuild it with: make demo CONFIG=configs/NAME.json");
  }
}
