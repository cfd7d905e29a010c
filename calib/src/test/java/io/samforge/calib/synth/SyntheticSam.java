package io.samforge.calib.synth;

import io.samforge.calib.model.ModelFile;
import java.nio.file.Path;

/**
 * A synthetic SAM: an encoder and a decoder that fit each other.
 *
 * @param encoder image encoder
 * @param decoder prompt encoder and mask decoder
 */
public record SyntheticSam(SyntheticModel encoder, SyntheticModel decoder) {
  /** The sizes there are. */
  public enum Preset {
    /** {@link SamVit#tiny()}, 128 x 128 pixels. */
    TINY("tiny"),
    /** {@link TinyVit#tiny()}, 64 x 64 pixels. */
    TINY_VIT("tinyVit"),
    /** {@link TinyVit#mobileSam()}. */
    MOBILE_SAM("mobileSam"),
    /** {@link SamVit#vitB()}. */
    VIT_B("vitB");

    private final String label;

    Preset(String label) {
      this.label = label;
    }

    /** The name on the command line. */
    public String label() {
      return label;
    }
  }

  /** Makes the models of a preset in the style of the original ones. */
  public static SyntheticSam of(Preset preset, long seed) {
    return new SyntheticSam(
        encoder(preset, seed, ExportStyle.DECOMPOSED),
        decoder(preset, seed, ExportStyle.FUSED_NORM));
  }

  /** Makes the models of a preset, both in one style. */
  public static SyntheticSam of(Preset preset, long seed, ExportStyle style) {
    return new SyntheticSam(encoder(preset, seed, style), decoder(preset, seed, style));
  }

  private static SyntheticModel encoder(Preset preset, long seed, ExportStyle style) {
    return switch (preset) {
      case TINY -> SamVit.tiny().withSeed(seed).with(style).model();
      case TINY_VIT -> TinyVit.tiny().withSeed(seed).with(style).model();
      case MOBILE_SAM -> TinyVit.mobileSam().withSeed(seed).with(style).model();
      case VIT_B -> SamVit.vitB().withSeed(seed).with(style).model();
    };
  }

  private static SyntheticModel decoder(Preset preset, long seed, ExportStyle style) {
    MaskDecoder decoder =
        switch (preset) {
          case TINY -> MaskDecoder.small(SamVit.tiny().image(), SamVit.tiny().neck());
          case TINY_VIT -> MaskDecoder.small(TinyVit.tiny().image(), TinyVit.tiny().neck());
          case MOBILE_SAM, VIT_B -> MaskDecoder.sam();
        };
    return decoder.withSeed(seed).with(style).model();
  }

  /** Writes both models into {@code folder} under the names of the real ones. */
  public void write(Path folder) {
    encoder.write(folder.resolve(ModelFile.ENCODER.fileName()));
    decoder.write(folder.resolve(ModelFile.DECODER.fileName()));
  }

  /** Like {@link #write}, with the weights in files of their own. */
  public void writeWithExternalData(Path folder) {
    encoder.writeWithExternalData(folder.resolve(ModelFile.ENCODER.fileName()));
    decoder.writeWithExternalData(folder.resolve(ModelFile.DECODER.fileName()));
  }
}
