package io.samforge.host.mask;

import io.samforge.arch.model.TensorShape;
import java.util.List;
import java.util.stream.Collectors;

/** Tensors as messages name them. */
final class TensorList {
  private TensorList() {}

  /** Names and shapes of {@code tensors}, such as {@code x [1, 3], y [2]}. */
  static String text(List<TensorShape> tensors) {
    return tensors.stream()
        .map(tensor -> tensor.name() + " " + tensor.shape())
        .collect(Collectors.joining(", "));
  }
}
