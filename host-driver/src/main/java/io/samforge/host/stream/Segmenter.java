package io.samforge.host.stream;

import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.board.Board;
import io.samforge.host.board.Boards;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.MaskDecoder;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.OnnxMaskDecoder;
import io.samforge.host.mask.PackedEncoder;
import io.samforge.host.mask.PackedMaskDecoder;
import io.samforge.host.mask.Prompt;
import io.samforge.host.run.CodeListener;
import io.samforge.host.run.DeviceEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.StepListener;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds objects of pictures with a package on a board, one picture at a time. */
public final class Segmenter implements AutoCloseable {
  /** The function that is the image encoder. */
  public static final String ENCODER = "encoder";

  /** The function that is the mask decoder. */
  public static final String DECODER = "decoder";

  private final AutoCloseable owned;
  private final List<DeviceEngine> engines = new ArrayList<>();
  private final PackedEncoder encoder;
  private final MaskDecoder decoder;

  /**
   * Uses one buffer of a session, which stays open when this is closed.
   *
   * @param floatDecoder the mask decoder as ONNX, for a package without one
   * @param codes sees what the host encodes
   * @throws UserError when the package has no image encoder, or no decoder and none is given
   */
  Segmenter(
      BoardSession session,
      int buffer,
      ModelPackage model,
      Optional<Path> floatDecoder,
      CodeListener codes) {
    this(session, buffer, model, floatDecoder, codes, () -> {});
  }

  private Segmenter(
      BoardSession session,
      int buffer,
      ModelPackage model,
      Optional<Path> floatDecoder,
      CodeListener codes,
      AutoCloseable owned) {
    this.owned = owned;
    boolean packed = model.functions().containsKey(DECODER);
    if (!packed && floatDecoder.isEmpty()) {
      throw new UserError(
          "the package has no function decoder; name the decoder's ONNX file with --decoder");
    }
    encoder =
        new PackedEncoder(
            model.function(ENCODER), engine(session, buffer, ENCODER, codes), StepListener.NONE);
    decoder =
        packed
            ? new PackedMaskDecoder(
                model.function(DECODER), engine(session, buffer, DECODER, codes), StepListener.NONE)
            : new OnnxMaskDecoder(floatDecoder.get());
  }

  private DeviceEngine engine(
      BoardSession session, int buffer, String function, CodeListener codes) {
    DeviceEngine engine = session.engine(buffer, function, codes);
    engines.add(engine);
    return engine;
  }

  /**
   * Opens a board and loads a package into it.
   *
   * @param url as for {@link Boards#open}
   * @param packageFile a package with the functions encoder and decoder
   * @throws UserError when one of them is wrong, or they do not fit each other
   * @throws io.samforge.host.DeviceException when the board fails
   */
  public static Segmenter open(String url, Path packageFile) {
    ModelPackage model = ModelPackage.load(packageFile);
    Board board = Boards.open(url);
    try {
      BoardSession session =
          new BoardSession(model, board, 1, RetryPolicy.STANDARD, FaultListener.NONE);
      return new Segmenter(session, 0, model, Optional.empty(), CodeListener.NONE, session);
    } catch (RuntimeException e) {
      board.close();
      throw e;
    }
  }

  /**
   * Returns the mask that a prompt asks for.
   *
   * @throws UserError when the prompt does not fit picture or decoder
   * @throws io.samforge.host.DeviceException when the board fails for good
   */
  public MaskPrediction segment(BufferedImage picture, Prompt prompt) {
    ImageSize size = new ImageSize(picture.getWidth(), picture.getHeight());
    if (!size.equals(prompt.image())) {
      throw new UserError(
          "the prompt is for a picture of %s, this one has %s".formatted(prompt.image(), size));
    }
    decoder.check(prompt);
    FloatTensor embedding = encoder.encode(EncoderInput.of(picture));
    MaskPrediction prediction = decoder.decode(embedding, prompt);
    encoder.release(embedding);
    return prediction;
  }

  /**
   * Refuses a prompt that the decoder does not take.
   *
   * @throws UserError with what is allowed
   */
  public void check(Prompt prompt) {
    decoder.check(prompt);
  }

  /** Returns the cycles of all programs so far. */
  public long cycles() {
    return engines.stream()
        .flatMap(engine -> engine.counters().values().stream())
        .mapToLong(counters -> counters.cycles())
        .sum();
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
    try {
      owned.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("closing a session throws nothing checked", e);
    }
  }
}
