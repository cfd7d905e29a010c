package io.samforge.calib.recon;

/** The samples of a unit for all calibration images; only one needs to be in memory at a time. */
public interface UnitSamples {
  /** Returns the number of images, at least one. */
  int images();

  /**
   * Returns the sample of an image, which may be read from the disk in every call.
   *
   * @throws io.samforge.arch.UserError when a file cannot be read
   */
  UnitSample image(int index);
}
