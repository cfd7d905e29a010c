package io.samforge.eval.bench;

import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.cli.TerminalProgress;
import io.samforge.calib.plan.RangeRecorder;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.ImageStream;
import io.samforge.host.stream.RangeWatch;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Shows what the drift watch says of ordinary pictures and of such that nothing was calibrated on:
 * night, noise and inverted colours.
 */
public final class DriftMain {
  private static final int BAD_INPUT = 2;
  private static final int ARGUMENTS = 5;
  private static final int LARGEST = 255;
  private static final double NIGHT = 0.12;
  private static final double NIGHT_NOISE = 4;
  private static final long SEED = 17;

  private final PackedFunction encoder;
  private final RangeWatch watch;
  private final GraphExecutor executor;

  private DriftMain(ModelPackage model) {
    encoder = model.function("encoder");
    watch = new RangeWatch(model);
    executor =
        new GraphExecutor(
            encoder.graph(),
            encoder.hostParts(),
            GoldenEngine.of(model, "encoder", watch),
            StepListener.NONE);
  }

  /** Arguments: package, folder to record shares from, how many, folder to compare, how many. */
  public static void main(String[] arguments) {
    try {
      if (arguments.length != ARGUMENTS) {
        throw new UserError("usage: DriftMain PACKAGE CALIBRATION-DIR COUNT PICTURES-DIR COUNT");
      }
      ModelPackage model = ModelPackage.load(Path.of(arguments[0]));
      List<Long> shape = model.function("encoder").graph().inputs().get(0).shape();
      List<FloatTensor> inputs = new ArrayList<>();
      for (Path file : some(arguments[1], arguments[2])) {
        inputs.add(new FloatTensor(shape, EncoderInput.of(framed(EncoderInput.read(file)))));
      }
      DriftMain main =
          new DriftMain(RangeRecorder.record(model, inputs, TerminalProgress.standard()));
      for (Path file : some(arguments[3], arguments[4])) {
        main.compare(file);
      }
      main.executor.close();
    } catch (UserError | NumberFormatException e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  private static List<Path> some(String folder, String count) {
    List<Path> all = ImageStream.pictures(Path.of(folder));
    return all.subList(0, Math.min(all.size(), Integer.parseInt(count)));
  }

  private void compare(Path file) {
    BufferedImage picture = framed(EncoderInput.read(file));
    Map<String, UnaryOperator<double[]>> variants = new LinkedHashMap<>();
    Random random = new Random(SEED);
    variants.put("as it is", rgb -> rgb);
    variants.put("night", rgb -> each(rgb, v -> v * NIGHT + NIGHT_NOISE * random.nextGaussian()));
    variants.put("noise", rgb -> each(rgb, v -> random.nextInt(LARGEST + 1)));
    variants.put("inverted", rgb -> each(rgb, v -> LARGEST - v));
    variants.forEach(
        (name, change) -> {
          watch.begin();
          float[] pixels = EncoderInput.of(changed(picture, change));
          executor.run(
              Map.of(
                  encoder.graph().inputs().get(0).name(),
                  new FloatTensor(encoder.graph().inputs().get(0).shape(), pixels)));
          RangeWatch.Report report = watch.report();
          System.out.printf(
              "%-34s %-9s %3d of %d steps outside of their bands%s%n",
              file.getFileName(),
              name,
              report.layers().size(),
              watch.shares().size(),
              report.unusual() ? ", unusual" : "");
        });
  }

  private static double[] each(double[] rgb, DoubleUnaryOperator change) {
    double[] changed = new double[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      changed[i] = change.applyAsDouble(rgb[i]);
    }
    return changed;
  }

  /** Scales to the size that the encoder sees, so that noise is not averaged away. */
  private static BufferedImage framed(BufferedImage picture) {
    ImageSize size = ImageSize.of(picture);
    BufferedImage framed =
        new BufferedImage(size.frameWidth(), size.frameHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = framed.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, size.frameWidth(), size.frameHeight(), null);
    graphics.dispose();
    return framed;
  }

  private static BufferedImage changed(BufferedImage picture, UnaryOperator<double[]> change) {
    BufferedImage changed =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int rgb = picture.getRGB(x, y);
        double[] values =
            change.apply(new double[] {rgb >> 16 & LARGEST, rgb >> 8 & LARGEST, rgb & LARGEST});
        int packed = 0;
        for (double value : values) {
          packed = packed << 8 | (int) Math.max(0, Math.min(LARGEST, Math.rint(value)));
        }
        changed.setRGB(x, y, packed);
      }
    }
    return changed;
  }
}
