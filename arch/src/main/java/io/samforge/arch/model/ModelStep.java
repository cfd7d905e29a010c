package io.samforge.arch.model;

import java.util.List;

/** One step of a model; steps run in the order of their list. */
public sealed interface ModelStep permits HostStep, LinearStep, ProductStep {
  /** Returns the name, unique in a model. */
  String name();

  /** Returns the tensors that the step reads. */
  List<String> inputs();

  /** Returns the tensors that the step writes. */
  List<String> outputs();
}
