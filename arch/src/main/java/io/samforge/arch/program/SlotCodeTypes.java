package io.samforge.arch.program;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import io.samforge.arch.layer.SlotCode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes slot codes as {@code levels} and {@code copies}, for wide codes also {@code digitBits},
 * and for those that stand there twice {@code times} (architecture, section 14).
 */
public final class SlotCodeTypes implements TypeAdapterFactory {
  private static final int PLAIN_LEVELS = 255;
  private static final String TIMES = "times";

  @Override
  @SuppressWarnings("unchecked") // A slot code of some kind, and T is its class or interface.
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    if (!SlotCode.class.isAssignableFrom(type.getRawType())) {
      return null;
    }
    return new TypeAdapter<>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        writeCode(out, (SlotCode) value);
      }

      @Override
      public T read(JsonReader in) throws IOException {
        return (T) readCode(in);
      }
    };
  }

  private static void writeCode(JsonWriter out, SlotCode whole) throws IOException {
    SlotCode code = whole instanceof SlotCode.Twice twice ? twice.code() : whole;
    int levels = code instanceof SlotCode.Residues residues ? residues.levels() : PLAIN_LEVELS;
    out.beginObject().name("levels").value(levels).name("copies").value(code.copies());
    if (code instanceof SlotCode.Digits digits) {
      out.name("digitBits").value(digits.bits());
    }
    if (whole instanceof SlotCode.Twice) {
      out.name(TIMES).value(2);
    }
    out.endObject();
  }

  private static SlotCode readCode(JsonReader in) throws IOException {
    Map<String, Integer> fields = new HashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      fields.put(in.nextName(), in.nextInt());
    }
    in.endObject();
    SlotCode code = once(fields);
    return switch (fields.getOrDefault(TIMES, 1)) {
      case 1 -> code;
      case 2 -> new SlotCode.Twice(code);
      default -> throw new IllegalArgumentException("slots %s times".formatted(fields.get(TIMES)));
    };
  }

  private static SlotCode once(Map<String, Integer> fields) {
    if (fields.containsKey("digitBits")) {
      return new SlotCode.Digits(fields.get("digitBits"));
    }
    int levels = fields.getOrDefault("levels", 0);
    int copies = fields.getOrDefault("copies", 0);
    boolean plain = levels == PLAIN_LEVELS && copies == 1;
    return plain ? new SlotCode.Plain() : new SlotCode.Residues(levels, copies);
  }
}
