package io.samforge.eval.demo;

import io.samforge.arch.golden.GoldenOutput;
import io.samforge.sim.accel.Mismatch;
import io.samforge.sim.accel.MismatchLocator;
import io.samforge.sim.accel.MismatchReport;
import java.nio.file.Path;
import java.util.List;

/**
 * A layer whose output is not what the golden model says.
 *
 * @param run the program and the accelerator it ran on
 * @param golden what the golden model computed for the layer
 * @param mismatch the first element that differs
 */
record Difference(ChainRun run, GoldenOutput golden, Mismatch mismatch) {
  /** The layer, how many elements differ, and the first of them, in two lines. */
  String text() {
    return mismatch.text();
  }

  /**
   * Runs the program again to find the cycle in which the wrong element left the accelerator, and
   * leaves a waveform and a picture of it; this may take minutes.
   *
   * @param folder the folder of the files
   * @return the finding in lines for a person
   */
  String locate(Path folder) {
    return new MismatchLocator(run.program().config(), run.library(), run.memory(), folder)
        .locate(
            run.program(),
            List.<byte[][]>of(run.chain().inputCodes()),
            mismatch.layerIndex(),
            golden)
        .map(MismatchReport::text)
        .orElse(
            "a second run agrees with the golden model: the first one depended on something that"
                + " came before the program");
  }
}
