package io.samforge.calib.plan;

import io.samforge.arch.model.StagedGraph;
import io.samforge.arch.model.TensorShape;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors of several images in the middle of a model, moved on part by part. */
final class ImageStates {
  private final List<Map<String, FloatTensor>> images = new ArrayList<>();

  /** Adds an image before the first step. */
  void add(Map<String, FloatTensor> inputs) {
    images.add(new LinkedHashMap<>(inputs));
  }

  /** The number of images. */
  int size() {
    return images.size();
  }

  /** All tensors of an image. */
  Map<String, FloatTensor> tensors(int image) {
    return Map.copyOf(images.get(image));
  }

  /** The tensors of an image that a part reads. */
  Map<String, FloatTensor> inputs(int image, StagedGraph part) {
    Map<String, FloatTensor> inputs = new LinkedHashMap<>();
    for (TensorShape input : part.inputs()) {
      inputs.put(input.name(), images.get(image).get(input.name()));
    }
    return inputs;
  }

  /**
   * Runs a part for all images.
   *
   * @param hostParts the ONNX models of its host steps
   * @param engine computes its other steps; stays open
   * @param needed tensors that later parts read; all others are dropped
   */
  void advance(
      StagedGraph part, Map<String, byte[]> hostParts, StepEngine engine, Set<String> needed) {
    try (GraphExecutor executor = new GraphExecutor(part, hostParts, engine, StepListener.NONE)) {
      for (int i = 0; i < images.size(); i++) {
        Map<String, FloatTensor> outputs = executor.run(inputs(i, part));
        images.get(i).putAll(outputs);
        images.get(i).keySet().retainAll(needed);
      }
    }
  }
}
