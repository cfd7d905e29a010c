package io.samforge.eval.accuracy;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.samforge.arch.AtomicFile;
import io.samforge.eval.mask.SegmentationModel;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.Prompt;
import io.samforge.host.mask.RunLengths;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the float model makes of photographs, remembered in a folder by the SHA-256 of the model and
 * of the photograph. The model is opened when something is not remembered.
 */
final class FloatReferences implements AutoCloseable {
  private static final List<Long> EMBEDDING = List.of(1L, 256L, 64L, 64L);

  private final Path folder;
  private final String model;
  private final Supplier<SegmentationModel> opener;
  private SegmentationModel opened;

  /**
   * Remembers in {@code folder}.
   *
   * @param model fingerprint of the model
   * @param opener opens it
   */
  FloatReferences(Path folder, String model, Supplier<SegmentationModel> opener) {
    this.folder = folder;
    this.model = model;
    this.opener = opener;
  }

  /** Fingerprint of the float model. */
  String model() {
    return model;
  }

  /** The mask decoder of the float model. */
  MaskDecoder decoder() {
    return floatModel().decoder();
  }

  /** Embedding and masks of {@code image}. */
  FloatReference of(HeldOutImage image, List<Prompt> prompts) {
    String key = Fingerprint.of(List.of(model, image.fingerprint()));
    TensorFile embeddingFile = new TensorFile(folder.resolve(key + ".embedding"), EMBEDDING);
    FloatTensor embedding =
        embeddingFile
            .read()
            .orElseGet(
                () -> {
                  FloatTensor fresh = floatModel().encoder().encode(image.photograph());
                  embeddingFile.write(fresh);
                  return fresh;
                });
    String asked = Fingerprint.of(prompts.stream().map(Prompt::text).toList());
    Path maskFile = folder.resolve("%s-%.16s.masks.json".formatted(key, asked));
    List<RunLengths> masks =
        remembered(maskFile, image.size(), prompts.size())
            .orElseGet(() -> masks(maskFile, embedding, prompts));
    return new FloatReference(embedding, masks);
  }

  private Optional<List<RunLengths>> remembered(Path file, ImageSize size, int count) {
    try {
      String[] texts = new Gson().fromJson(Files.readString(file), String[].class);
      if (texts == null || texts.length != count) {
        return Optional.empty();
      }
      return Optional.of(
          List.of(texts).stream().map(text -> RunLengths.parse(size, text)).toList());
    } catch (IOException | JsonParseException | IllegalArgumentException e) {
      // Missing or damaged: it is computed again.
      return Optional.empty();
    }
  }

  private List<RunLengths> masks(Path file, FloatTensor embedding, List<Prompt> prompts) {
    List<RunLengths> masks =
        decoder().decode(embedding, prompts).stream()
            .map(prediction -> RunLengths.of(prediction.mask()))
            .toList();
    new AtomicFile(file)
        .write(new Gson().toJson(masks.stream().map(RunLengths::compressed).toArray()));
    return masks;
  }

  private SegmentationModel floatModel() {
    if (opened == null) {
      opened = opener.get();
    }
    return opened;
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
