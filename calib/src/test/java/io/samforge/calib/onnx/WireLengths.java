package io.samforge.calib.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds the length fields of a serialised message, those of messages inside of it included. */
public final class WireLengths {
  private final List<Length> found = new ArrayList<>();

  private WireLengths() {}

  /**
   * A length field.
   *
   * @param start its first byte
   * @param end the byte behind it
   */
  public record Length(int start, int end) {
    /** The message with this field saying the largest length of as many bytes. */
    public byte[] filled(byte[] message) {
      byte[] altered = message.clone();
      for (int i = start; i < end; i++) {
        altered[i] = (byte) (i < end - 1 ? 0xff : 0x7f);
      }
      return altered;
    }

    /** The message with another length in this field, which may move what is behind it. */
    public byte[] replaced(byte[] message, long length) {
      ByteArrayOutputStream altered = new ByteArrayOutputStream();
      altered.write(message, 0, start);
      long rest = length;
      while (rest >>> 7 != 0) {
        altered.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      altered.write((int) rest);
      altered.write(message, end, message.length - end);
      return altered.toByteArray();
    }
  }

  /** The length fields of a message of the given type. */
  public static List<Length> of(byte[] message, Descriptor type) throws IOException {
    WireLengths lengths = new WireLengths();
    lengths.add(message, 0, message.length, type);
    return lengths.found;
  }

  private void add(byte[] message, int start, int end, Descriptor type) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(message, start, end - start);
    while (!in.isAtEnd()) {
      int tag = in.readTag();
      if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        in.skipField(tag);
        continue;
      }
      int at = start + in.getTotalBytesRead();
      int size = in.readRawVarint32();
      int content = start + in.getTotalBytesRead();
      found.add(new Length(at, content));
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        add(message, content, content + size, field.getMessageType());
      }
      in.skipRawBytes(size);
    }
  }
}
