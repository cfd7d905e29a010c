package io.samforge.arch.pack;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads a value of a sealed interface as the record that its {@code kind} names. */
final class SealedTypes implements TypeAdapterFactory {
  @Override
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> declared = type.getRawType();
    if (!declared.isInterface() || !declared.isSealed()) {
      return null;
    }
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    Map<String, Class<?>> kinds = new HashMap<>();
    for (Class<?> kind : declared.getPermittedSubclasses()) {
      kinds.put(kind.getSimpleName(), kind);
    }
    return new TypeAdapter<>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        gson.toJson(value, value.getClass(), out);
      }

      @Override
      @SuppressWarnings("unchecked") // A permitted subclass of T.
      public T read(JsonReader in) throws IOException {
        JsonObject tagged = elements.read(in).getAsJsonObject();
        JsonElement kind = tagged.remove(RecordTypes.KIND);
        Class<?> found = kind == null ? null : kinds.get(kind.getAsString());
        if (found == null) {
          throw new JsonParseException(declared.getSimpleName() + " of the kind " + kind);
        }
        return (T) gson.fromJson(tagged, found);
      }
    };
  }
}
