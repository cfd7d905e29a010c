package io.samforge.calib.plan;

import io.samforge.arch.model.TensorShape;
import io.samforge.calib.ProgressListener;
import io.samforge.calib.capture.CalibrationSamples;
import io.samforge.calib.capture.CaptureInput;
import io.samforge.calib.capture.CaptureOptions;
import io.samforge.calib.capture.SampleCapture;
import io.samforge.calib.graph.GraphOptions;
import io.samforge.calib.graph.GraphReader;
import io.samforge.calib.graph.StagedModel;
import io.samforge.calib.synth.SamVit;
import io.samforge.calib.synth.TinyVit;
import io.samforge.host.run.FloatTensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small encoders with random weights and random pictures for them. */
public final class TinyModels {
  private TinyModels() {}

  /** A ViT with windows and relative positions. */
  public static StagedModel samVit(Path folder) {
    Path file = folder.resolve("encoder.onnx");
    SamVit.tiny().model().write(file);
    return GraphReader.read(file, GraphOptions.encoder());
  }

  /** An encoder with convolutions and attention biases. */
  public static StagedModel tinyVit(Path folder) {
    Path file = folder.resolve("encoder.onnx");
    TinyVit.tiny().model().write(file);
    return GraphReader.read(file, GraphOptions.encoder());
  }

  /** Random pictures. */
  public static List<CaptureInput> pictures(StagedModel model, Random random, int count) {
    TensorShape input = model.graph().inputs().get(0);
    List<CaptureInput> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] pixels = new float[(int) input.elements()];
      for (int p = 0; p < pixels.length; p++) {
        pixels[p] = (float) random.nextGaussian();
      }
      pictures.add(
          new Picture(
              "picture " + i, Map.of(input.name(), new FloatTensor(input.shape(), pixels))));
    }
    return pictures;
  }

  /** Runs the float model. */
  public static CalibrationSamples capture(
      StagedModel model, List<CaptureInput> pictures, Path folder) {
    return new SampleCapture(
            model, CaptureOptions.STANDARD, folder.resolve("samples"), ProgressListener.SILENT)
        .run(pictures);
  }

  private record Picture(String name, Map<String, FloatTensor> tensors) implements CaptureInput {
    @Override
    public byte[] identity() {
      return name.getBytes(StandardCharsets.UTF_8);
    }
  }
}
