package io.samforge.arch.pack;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonSerializer;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.MemorySegment;
import io.samforge.arch.program.Program;
import io.samforge.arch.program.ProgramLayer;
import io.samforge.arch.program.ProgramTensor;
import io.samforge.arch.program.SlotCodeTypes;
import java.io.IOException;
import java.util.List;

/** The JSON form of a package: records field by field, byte arrays as names of parts. */
final class PackageJson {
  private PackageJson() {}

  /** A program without its configuration, which stands once in the manifest. */
  private record ProgramEntry(
      long descriptorAddress,
      List<ProgramLayer> layers,
      List<ProgramTensor> tensors,
      List<MemorySegment> segments) {}

  /** Returns a converter that keeps byte arrays in some parts. */
  static Gson gson(AcceleratorConfig config, PackageParts parts) {
    return new GsonBuilder()
        .disableHtmlEscaping()
        .serializeNulls()
        .registerTypeAdapterFactory(new RecordTypes())
        .registerTypeAdapterFactory(new SealedTypes())
        .registerTypeAdapterFactory(new SlotCodeTypes())
        .registerTypeAdapter(byte[].class, new PartAdapter(parts))
        .registerTypeAdapter(
            Program.class,
            (JsonSerializer<Program>)
                (p, type, context) ->
                    context.serialize(
                        new ProgramEntry(
                            p.descriptorAddress(), p.layers(), p.tensors(), p.segments())))
        .registerTypeAdapter(
            Program.class,
            (JsonDeserializer<Program>)
                (json, type, context) -> {
                  ProgramEntry e = context.deserialize(json, ProgramEntry.class);
                  return new Program(config, e.descriptorAddress, e.layers, e.tensors, e.segments);
                })
        .create();
  }

  private static final class PartAdapter extends TypeAdapter<byte[]> {
    private final PackageParts parts;

    PartAdapter(PackageParts parts) {
      this.parts = parts;
    }

    @Override
    public void write(JsonWriter out, byte[] data) throws IOException {
      out.value(parts.add(data));
    }

    @Override
    public byte[] read(JsonReader in) throws IOException {
      return parts.take(in.nextString());
    }
  }
}
