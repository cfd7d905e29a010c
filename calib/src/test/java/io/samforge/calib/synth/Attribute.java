package io.samforge.calib.synth;

import com.google.protobuf.ByteString;
import io.samforge.calib.onnx.proto.OnnxProto.AttributeProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorProto;
import java.util.Arrays;

/** Makes the attributes of ONNX nodes. */
final class Attribute {
  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int STRING = 3;
  private static final int TENSOR = 4;
  private static final int INTS = 7;

  private Attribute() {}

  static AttributeProto number(String name, float value) {
    return named(name, FLOAT).setF(value).build();
  }

  static AttributeProto integer(String name, long value) {
    return named(name, INT).setI(value).build();
  }

  static AttributeProto text(String name, String value) {
    return named(name, STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto tensor(String name, TensorProto value) {
    return named(name, TENSOR).setT(value).build();
  }

  static AttributeProto integers(String name, long... values) {
    return named(name, INTS).addAllInts(Arrays.stream(values).boxed().toList()).build();
  }

  private static AttributeProto.Builder named(String name, int type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
