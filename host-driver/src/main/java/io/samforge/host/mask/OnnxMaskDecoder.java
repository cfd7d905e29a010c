package io.samforge.host.mask;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.samforge.arch.UserError;
import io.samforge.host.run.FloatTensor;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The mask decoder in floats, in ONNX Runtime.
 *
 * <p>The model follows the export of Segment Anything: inputs {@code image_embeddings}, {@code
 * point_coords}, {@code point_labels}, {@code mask_input}, {@code has_mask_input} and {@code
 * orig_im_size}, outputs {@code masks}, {@code iou_predictions} and {@code low_res_masks}; it
 * chooses the best of its candidate masks by itself.
 */
public final class OnnxMaskDecoder implements MaskDecoder {
  private static final Set<String> INPUTS =
      Set.of(
          "image_embeddings",
          "point_coords",
          "point_labels",
          "mask_input",
          "has_mask_input",
          "orig_im_size");
  private static final long[] MASK_SHAPE = {1, 1, MaskUpsampler.SIDE, MaskUpsampler.SIDE};
  private static final float[] NO_MASK = new float[MaskUpsampler.SIDE * MaskUpsampler.SIDE];
  // The model's own mask of the original picture is not read: the smallest one costs least.
  private static final float[] SMALLEST = {1, 1};

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final String source;

  /**
   * Opens the model in {@code file}.
   *
   * @throws UserError if it cannot be opened or is no such model
   */
  public OnnxMaskDecoder(Path file) {
    source = file.getFileName().toString();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // One prompt has too little work for two threads; several prompts run side by side.
      options.setIntraOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    } catch (OrtException e) {
      throw new UserError("the mask decoder %s cannot be opened: %s".formatted(file, reason(e)), e);
    }
    if (!session.getInputNames().equals(INPUTS)) {
      close();
      throw new UserError(
          "%s is not a mask decoder of Segment Anything: its inputs are %s"
              .formatted(file, session.getInputNames()));
    }
  }

  @Override
  public MaskPrediction decode(FloatTensor embedding, Prompt prompt) {
    try (OrtSession.Result result = run(embedding, prompt, SMALLEST)) {
      float[] iou = new float[1];
      tensor(result, "iou_predictions").get(iou);
      float[] logits = new float[MaskUpsampler.SIDE * MaskUpsampler.SIDE];
      tensor(result, "low_res_masks").get(logits);
      return new MaskPrediction(prompt.image(), logits, iou[0]);
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  @Override
  public List<MaskPrediction> decode(FloatTensor embedding, List<Prompt> prompts) {
    // ONNX Runtime allows concurrent calls of one session.
    return prompts.parallelStream().map(prompt -> decode(embedding, prompt)).toList();
  }

  /**
   * The logits that the model itself brings to the size of the picture, shape [height][width]; what
   * {@link MaskUpsampler} is measured against.
   */
  public float[] fullSizeLogits(FloatTensor embedding, Prompt prompt) {
    ImageSize image = prompt.image();
    try (OrtSession.Result result =
        run(embedding, prompt, new float[] {image.height(), image.width()})) {
      float[] logits = new float[Math.toIntExact(image.pixels())];
      tensor(result, "masks").get(logits);
      return logits;
    } catch (OrtException e) {
      throw failure(e);
    }
  }

  private OrtSession.Result run(FloatTensor embedding, Prompt prompt, float[] size)
      throws OrtException {
    PromptEncoding encoding = PromptEncoding.of(prompt);
    long points = encoding.points();
    long[] shape = embedding.shape().stream().mapToLong(Long::longValue).toArray();
    try (OnnxTensor image = tensor(embedding.data(), shape);
        OnnxTensor coordinates = tensor(encoding.coordinates(), 1, points, 2);
        OnnxTensor labels = tensor(encoding.labels(), 1, points);
        OnnxTensor mask = tensor(NO_MASK, MASK_SHAPE);
        OnnxTensor hasMask = tensor(new float[] {0}, 1);
        OnnxTensor originalSize = tensor(size, 2)) {
      return session.run(
          Map.of(
              "image_embeddings", image,
              "point_coords", coordinates,
              "point_labels", labels,
              "mask_input", mask,
              "has_mask_input", hasMask,
              "orig_im_size", originalSize));
    }
  }

  private OnnxTensor tensor(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
  }

  private static FloatBuffer tensor(OrtSession.Result result, String name) {
    return ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
  }

  private UserError failure(OrtException e) {
    return new UserError("ONNX Runtime cannot run %s: %s".formatted(source, reason(e)), e);
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
