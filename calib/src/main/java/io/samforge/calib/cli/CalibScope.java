package io.samforge.calib.cli;

/** What of a model is quantised. */
enum CalibScope {
  /** The linear layers on rows of tokens in the image encoder. */
  LINEARS,
  /** Everything in the image encoder that the accelerator can compute. */
  ENCODER,
  /** The same, and the mask decoder. */
  ALL
}
