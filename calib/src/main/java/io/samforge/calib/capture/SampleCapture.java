package io.samforge.calib.capture;

import io.samforge.arch.UserError;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ModelStep;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.graph.LinearWeights;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.run.FloatEngine;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.ObservedEngine;
import io.samforge.host.run.ProductSlice;
import io.samforge.host.run.StepEngine;
import io.samforge.host.run.StepObserver;
import io.samforge.host.run.StepValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a float model on calibration images and keeps samples of what its accelerated steps read.
 *
 * <p>The samples of an image are a file of their own, written when the image is finished: a capture
 * that was stopped goes on with the next image. A file is used again only for the same model,
 * options, number of images and image. The same images give the same bytes.
 */
public final class SampleCapture {
  private final StagedModel model;
  private final CaptureOptions options;
  private final Path folder;
  private final ProgressListener progress;

  /**
   * Prepares a capture.
   *
   * @param folder where the files are; made when the first is written
   */
  public SampleCapture(
      StagedModel model, CaptureOptions options, Path folder, ProgressListener progress) {
    this.model = model;
    this.options = options;
    this.folder = folder;
    this.progress = progress;
  }

  /**
   * Captures all images that have no samples yet.
   *
   * @throws UserError when an image cannot be read, a step fails or a file cannot be written
   */
  public CalibrationSamples run(List<? extends CaptureInput> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("no images");
    }
    SamplePlan plan = new SamplePlan(options, images.size());
    byte[] modelKey = modelKey(images.size());
    List<SampleFile> files = new ArrayList<>();
    MessageDigest identity = sha256();
    int units = images.size() * model.graph().steps().size();
    Recorders recorders = new Recorders();
    try (ProgressListener.Task task = progress.start("calibration images", units);
        StepEngine engine = new ObservedEngine(new FloatEngine(model.weights()), recorders);
        GraphExecutor executor =
            new GraphExecutor(
                model.graph(), model.hostParts(), engine, (step, done, total) -> task.step())) {
      for (int i = 0; i < images.size(); i++) {
        Path path = folder.resolve("image-%03d.samples".formatted(i));
        byte[] key = sha256(modelKey, images.get(i).identity());
        identity.update(key);
        Optional<SampleFile> known = SampleFile.open(path, key);
        if (known.isPresent()) {
          model.graph().steps().forEach(step -> task.step());
        } else {
          recorders.current = new SampleRecorder(plan, i);
          Map<String, byte[]> sections = new LinkedHashMap<>();
          runImage(executor, images.get(i))
              .forEach((name, tensor) -> sections.put(section(name), bytes(tensor.data())));
          sections.putAll(recorders.current.sections());
          SampleFile.write(path, key, sections);
        }
        files.add(known.or(() -> SampleFile.open(path, key)).orElseThrow());
      }
    }
    return new CalibrationSamples(files, HexFormat.of().formatHex(identity.digest()));
  }

  /** The section of an output of the model. */
  static String section(String output) {
    return "output " + output;
  }

  private static Map<String, FloatTensor> runImage(GraphExecutor executor, CaptureInput image) {
    try {
      return executor.run(image.tensors());
    } catch (UserError e) {
      throw new UserError("calibration image %s: %s".formatted(image.name(), e.getMessage()), e);
    }
  }

  /** Passes everything to the recorder of the current image. */
  private static final class Recorders implements StepObserver {
    private SampleRecorder current;

    @Override
    public void linear(LinearStep step, StepValue input) {
      current.linear(step, input);
    }

    @Override
    public void product(ProductSlice slice, FloatTensor left, FloatTensor right) {
      current.product(slice, left, right);
    }
  }

  /** A digest of everything but the image that samples depend on. */
  private byte[] modelKey(int images) {
    MessageDigest digest = sha256();
    digest.update((options + " " + images).getBytes(StandardCharsets.UTF_8));
    for (ModelStep step : model.graph().steps()) {
      digest.update(step.toString().getBytes(StandardCharsets.UTF_8));
      byte[] part = model.hostParts().get(step.name());
      if (part != null) {
        digest.update(part);
      }
      LinearWeights weights = model.weights().get(step.name());
      if (weights != null) {
        digest.update(bytes(weights.weights().toArray()));
        digest.update(bytes(weights.bias()));
      }
    }
    return digest.digest();
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static byte[] sha256(byte[] first, byte[] second) {
    MessageDigest digest = sha256();
    digest.update(first);
    return digest.digest(second);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
