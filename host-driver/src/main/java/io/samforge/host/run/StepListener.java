package io.samforge.host.run;

import io.samforge.arch.model.ModelStep;

/** Hears how far the run of a model has come; called from the thread that runs it. */
@FunctionalInterface
public interface StepListener {
  /** A listener that does nothing. */
  StepListener NONE = (step, done, total) -> {};

  /**
   * Tells that a step is finished.
   *
   * @param step the step
   * @param done finished steps, this one included
   * @param total steps of the model
   */
  void finished(ModelStep step, int done, int total);
}
