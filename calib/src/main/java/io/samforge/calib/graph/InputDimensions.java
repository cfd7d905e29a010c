package io.samforge.calib.graph;

import io.samforge.arch.UserError;
import io.samforge.calib.onnx.proto.OnnxProto.ModelProto;
import io.samforge.calib.onnx.proto.OnnxProto.TensorShapeProto.Dimension;
import io.samforge.calib.onnx.proto.OnnxProto.TypeProto;
import io.samforge.calib.onnx.proto.OnnxProto.ValueInfoProto;
import java.util.Map;

/**
 * Gives every dimension of a model's inputs a number.
 *
 * @param given values by symbolic name, or {@code input.index} for a dimension without one
 * @param source what error messages call the model
 */
record InputDimensions(Map<String, Long> given, String source) {
  private static final Map<String, Long> DEFAULTS = Map.of("num_points", 2L);
  private static final long LARGEST = Integer.MAX_VALUE;

  /**
   * The model with its inputs of fixed shape.
   *
   * @throws UserError if a dimension is open, an input has no shape or too many elements
   */
  ModelProto fix(ModelProto model) {
    ModelProto.Builder result = model.toBuilder();
    for (ValueInfoProto.Builder input : result.getGraphBuilder().getInputBuilderList()) {
      fix(input);
    }
    return result.build();
  }

  private void fix(ValueInfoProto.Builder input) {
    TypeProto.Builder type = input.getTypeBuilder();
    if (!type.hasTensorType() || !type.getTensorType().hasShape()) {
      throw new UserError(
          "the input %s of %s is no tensor of known rank".formatted(input.getName(), source));
    }
    long elements = 1;
    int index = 0;
    for (Dimension.Builder dimension :
        type.getTensorTypeBuilder().getShapeBuilder().getDimBuilderList()) {
      long size = size(input.getName(), index++, dimension);
      dimension.clear().setDimValue(size);
      elements = size > LARGEST / elements ? LARGEST + 1 : elements * size;
      if (elements > LARGEST) {
        throw new UserError(
            "the input %s of %s has more than %d elements"
                .formatted(input.getName(), source, LARGEST));
      }
    }
  }

  private long size(String input, int index, Dimension.Builder dimension) {
    if (dimension.getDimValue() > 0) {
      return dimension.getDimValue();
    }
    String symbol = dimension.getDimParam();
    String name = symbol.isEmpty() ? input + "." + index : symbol;
    Long size = given.getOrDefault(name, DEFAULTS.getOrDefault(name, index == 0 ? 1L : null));
    if (size == null) {
      throw new UserError(
          "the input %s of %s: dimension %d%s is not fixed; give it with --dim %s=N"
              .formatted(input, source, index, symbol.isEmpty() ? "" : " (" + name + ")", name));
    }
    if (size < 1) {
      throw new UserError(
          "the input %s of %s: dimension %s must be at least 1, not %d"
              .formatted(input, source, name, size));
    }
    return size;
  }
}
