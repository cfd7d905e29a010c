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
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Writes records field by field and refuses those of which a field is missing. A record that
 * implements a sealed interface begins with the field {@code kind}, the simple name of its class.
 */
final class RecordTypes implements TypeAdapterFactory {
  /** The field that tells the class. */
  static final String KIND = "kind";

  @Override
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    Class<? super T> raw = type.getRawType();
    if (!raw.isRecord()) {
      return null;
    }
    TypeAdapter<T> fields = gson.getDelegateAdapter(this, type);
    TypeAdapter<JsonElement> elements = gson.getAdapter(JsonElement.class);
    boolean tagged = Arrays.stream(raw.getInterfaces()).anyMatch(Class::isSealed);
    return new TypeAdapter<>() {
      @Override
      public void write(JsonWriter out, T value) throws IOException {
        if (!tagged) {
          fields.write(out, value);
          return;
        }
        JsonObject object = new JsonObject();
        object.addProperty(KIND, raw.getSimpleName());
        fields
            .toJsonTree(value)
            .getAsJsonObject()
            .entrySet()
            .forEach(field -> object.add(field.getKey(), field.getValue()));
        elements.write(out, object);
      }

      @Override
      public T read(JsonReader in) throws IOException {
        T value = fields.read(in);
        for (RecordComponent component : raw.getRecordComponents()) {
          if (value == null || component(component, value) == null) {
            throw new JsonParseException(raw.getSimpleName() + " without " + component.getName());
          }
        }
        return value;
      }
    };
  }

  private static Object component(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new JsonParseException(e);
    }
  }
}
