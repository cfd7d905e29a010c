package io.samforge.calib.capture;

import io.samforge.host.run.FloatTensor;
import java.util.Map;

/** What a model reads in one run of the calibration. */
public interface CaptureInput {
  /** What messages call it. */
  String name();

  /**
   * Bytes that differ when the tensors would: a digest of the files that they are made from, for
   * example.
   */
  byte[] identity();

  /**
   * Makes a value for every input of the model.
   *
   * @throws io.samforge.arch.UserError when a file cannot be read
   */
  Map<String, FloatTensor> tensors();
}
