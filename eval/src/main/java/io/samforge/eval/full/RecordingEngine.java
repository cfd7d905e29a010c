package io.samforge.eval.full;

import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductStep;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.arch.pack.ProgramUnit;
import io.samforge.host.run.CodeTensor;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepValue;

/**
 * Keeps what goes into every unit and what comes out of every step.
 *
 * @param engine computes the steps; closed with this engine
 * @param function the function that runs
 * @param folder where the tensors go
 */
record RecordingEngine(StepEngine engine, PackedFunction function, TensorFolder folder)
    implements StepEngine {
  @Override
  public StepValue linear(LinearStep step, StepValue input) {
    ProgramUnit unit = function.unitOf(step.name());
    UnitTensors tensors = new UnitTensors(folder, function.units().indexOf(unit));
    int index = unit.steps().indexOf(step.name());
    if (index == 0) {
      tensors.writeInput((FloatTensor) input);
    }
    StepValue output = engine.linear(step, input);
    if (output instanceof CodeTensor codes) {
      tensors.writeOutput(index, codes.codes());
    } else if (output instanceof FloatTensor floats) {
      tensors.writeOutput(index, floats);
    }
    return output;
  }

  @Override
  public FloatTensor product(ProductStep step, FloatTensor left, FloatTensor right) {
    int unit = function.units().indexOf(function.unitOf(step.name()));
    UnitTensors tensors = new UnitTensors(folder, unit);
    tensors.writeSides(left, right);
    FloatTensor output = engine.product(step, left, right);
    tensors.writeOutput(0, output);
    return output;
  }

  @Override
  public void close() {
    engine.close();
  }
}
