package io.samforge.calib.model;

import io.samforge.arch.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of a Segment Anything model.
 *
 * @param name what the model is called
 * @param encoder the image encoder
 * @param decoder prompt encoder and mask decoder, if there is one
 */
public record ModelFiles(String name, Path encoder, Optional<Path> decoder) {
  private static final List<String> ENCODERS = List.of("encoder.onnx", "image_encoder.onnx");
  private static final List<String> DECODERS =
      List.of("decoder.onnx", "sam.onnx", "mask_decoder.onnx");

  /** The pinned model of the store. */
  public static ModelFiles of(ModelStore store) {
    return new ModelFiles(
        "MobileSAM", store.locate(ModelFile.ENCODER), Optional.of(store.locate(ModelFile.DECODER)));
  }

  /**
   * The model in a folder: {@code encoder.onnx}, and {@code decoder.onnx} or {@code sam.onnx} if
   * there is one.
   *
   * @throws UserError when the folder or the encoder is missing
   */
  public static ModelFiles of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserError("the model folder %s does not exist".formatted(folder));
    }
    Path encoder =
        first(folder, ENCODERS)
            .orElseThrow(
                () ->
                    new UserError(
                        "the model folder %s has no image encoder; allowed names: %s"
                            .formatted(folder, String.join(", ", ENCODERS))));
    String name = folder.toAbsolutePath().normalize().getFileName().toString();
    return new ModelFiles(name, encoder, first(folder, DECODERS));
  }

  private static Optional<Path> first(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst();
  }
}
