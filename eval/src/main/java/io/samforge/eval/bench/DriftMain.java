package io.samforge.eval.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.calib.capture.CalibrationImages;
import io.samforge.host.mask.EncoderInput;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepListener;
import io.samforge.host.stream.ColourWatch;
import io.samforge.host.stream.RangeWatch;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
  private static final int ARGUMENTS = 2;
  private static final int LARGEST = 255;
  private static final double NIGHT = 0.12;
  private static final double NIGHT_NOISE = 4;
  private static final long SEED = 17;

  private final PackedFunction encoder;
  private final RangeWatch watch;
  private final ColourWatch colours;
  private final GraphExecutor executor;
  private final JsonArray rows = new JsonArray();
  private final DriftSheet sheet = new DriftSheet(variants().size());

  private DriftMain(ModelPackage model) {
    encoder = model.function("encoder");
    watch = new RangeWatch(model);
    colours = new ColourWatch(model);
    executor =
        new GraphExecutor(
            encoder.graph(),
            encoder.hostParts(),
            GoldenEngine.of(model, "encoder", watch),
            StepListener.NONE);
  }

  /**
   * Arguments: a package of {@code make calib}, and how many of the photographs that it was not
   * calibrated on are looked at. Writes {@code build/report/drift.json} and {@code drift.png}.
   */
  public static void main(String[] arguments) {
    Path report = Path.of(System.getProperty("samforge.root", ".")).resolve("build/report");
    Path out = report.resolve("drift.json");
    try {
      if (arguments.length != ARGUMENTS) {
        throw new UserError("usage: DriftMain PACKAGE COUNT");
      }
      if (!arguments[1].matches("[1-9][0-9]{0,3}")) {
        throw new UserError("drift: the count %s; allowed: 1 to 9999".formatted(arguments[1]));
      }
      DriftMain main = new DriftMain(ModelPackage.load(Path.of(arguments[0])));
      List<Path> photographs = CalibrationImages.standard().heldOut();
      int count = Math.min(photographs.size(), Integer.parseInt(arguments[1]));
      photographs.subList(0, count).forEach(main::compare);
      main.executor.close();
      new AtomicFile(out)
          .write(new GsonBuilder().setPrettyPrinting().create().toJson(main.rows) + "\n");
      Path pictures = report.resolve("drift.png");
      main.sheet.write(pictures);
      System.out.printf("wrote %s and %s%n", out, pictures);
    } catch (UserError e) {
      System.err.println(e.getMessage());
      System.exit(BAD_INPUT);
    }
  }

  private void compare(Path file) {
    BufferedImage picture = framed(EncoderInput.read(file));
    variants()
        .forEach(
            (name, change) ->
                report(file.getFileName().toString(), name, changed(picture, change)));
  }

  /** What is done to the colours of a picture, by name. */
  private static Map<String, UnaryOperator<double[]>> variants() {
    Map<String, UnaryOperator<double[]>> variants = new LinkedHashMap<>();
    Random random = new Random(SEED);
    variants.put("as it is", rgb -> rgb);
    variants.put("night", rgb -> each(rgb, v -> v * NIGHT + NIGHT_NOISE * random.nextGaussian()));
    variants.put("noise", rgb -> each(rgb, v -> random.nextInt(LARGEST + 1)));
    variants.put("inverted", rgb -> each(rgb, v -> LARGEST - v));
    return variants;
  }

  private void report(String file, String variant, BufferedImage picture) {
    watch.begin();
    FloatTensor pixels =
        new FloatTensor(encoder.graph().inputs().get(0).shape(), EncoderInput.of(picture));
    executor.run(Map.of(encoder.graph().inputs().get(0).name(), pixels));
    RangeWatch.Report report = watch.report();
    Double colour = colours.score(picture);
    boolean unusual = Boolean.TRUE.equals(report.unusual(colour));
    JsonObject row = new JsonObject();
    row.addProperty("file", file);
    row.addProperty("variant", variant);
    row.addProperty("steps", watch.shares().size());
    row.addProperty("outside", report.layers() == null ? null : report.layers().size());
    row.addProperty("colours", colour);
    row.addProperty("unusual", unusual);
    rows.add(row);
    String colourText = colour == null ? "unknown" : String.format(Locale.ROOT, "%.2f", colour);
    String text =
        "%s of %d steps, colours %s"
            .formatted(row.get("outside"), watch.shares().size(), colourText);
    sheet.add(picture, variant + ": " + text, unusual);
    System.out.printf(
        Locale.ROOT, "%-34s %-9s %s%s%n", file, variant, text, unusual ? ", unusual" : "");
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
