package io.samforge.eval.mask;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.samforge.arch.UserError;
import io.samforge.calib.model.Photograph;
import io.samforge.host.run.FloatTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** An image encoder in floats, in ONNX Runtime: one input [1,3,1024,1024], one output. */
public final class OnnxImageEncoder implements ImageEncoder {
  private static final long[] SHAPE = {1, 3, Photograph.SIDE, Photograph.SIDE};

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String source;

  /**
   * Opens a serialised model.
   *
   * @param source what messages call the model
   * @throws UserError if ONNX Runtime refuses it or it has not one input
   */
  public OnnxImageEncoder(byte[] onnx, String source) {
    this.source = source;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      session = environment.createSession(onnx, options);
    } catch (OrtException e) {
      throw new UserError(
          "the image encoder %s cannot be opened: %s".formatted(source, reason(e)), e);
    }
    if (session.getInputNames().size() != 1) {
      close();
      throw new UserError(
          "%s is not an image encoder: it has %d inputs, allowed: 1"
              .formatted(source, session.getNumInputs()));
    }
  }

  /**
   * Opens the model in {@code file}.
   *
   * @throws UserError if it cannot be read or is no image encoder
   */
  public static OnnxImageEncoder open(Path file) {
    try {
      return new OnnxImageEncoder(Files.readAllBytes(file), file.getFileName().toString());
    } catch (IOException e) {
      throw new UserError(
          "the image encoder %s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  @Override
  public FloatTensor encode(Photograph photograph) {
    String input = session.getInputNames().iterator().next();
    try (OnnxTensor pixels =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(photograph.pixels()), SHAPE);
        OrtSession.Result result = session.run(Map.of(input, pixels))) {
      OnnxTensor embedding = (OnnxTensor) result.get(0);
      FloatBuffer buffer = embedding.getFloatBuffer();
      float[] values = new float[buffer.remaining()];
      buffer.get(values);
      return new FloatTensor(
          Arrays.stream(embedding.getInfo().getShape()).boxed().toList(), values);
    } catch (OrtException e) {
      throw new UserError("ONNX Runtime cannot run %s: %s".formatted(source, reason(e)), e);
    }
  }

  private static String reason(OrtException e) {
    return e.getMessage().lines().findFirst().orElse("no reason given");
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close " + source, e);
    }
  }
}
