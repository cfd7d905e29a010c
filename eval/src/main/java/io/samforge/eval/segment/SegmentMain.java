package io.samforge.eval.segment;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.calib.model.ModelStore;
import io.samforge.calib.model.Photograph;
import io.samforge.eval.mask.SegmentationModel;
import io.samforge.host.mask.ImageSize;
import io.samforge.host.mask.Mask;
import io.samforge.host.mask.MaskImage;
import io.samforge.host.mask.MaskOverlay;
import io.samforge.host.mask.MaskPrediction;
import io.samforge.host.mask.Prompt;
import io.samforge.host.run.FloatTensor;
import io.samforge.sim.SimulationException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.cli.HelpFormatter;

/** The command behind {@code make segment}. */
public final class SegmentMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;
  private static final int FAILED = 1;
  private static final Color FILL = new Color(30, 144, 255, 110);
  private static final Color CONTOUR = new Color(255, 255, 255);

  private final SegmentationModels models;
  private final PrintStream out;
  private final PrintStream err;

  SegmentMain(SegmentationModels models, PrintStream out, PrintStream err) {
    this.models = models;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs the command. Status 1: the hardware stopped with an error. Status 2: a mistake of the
   * user, told in one line on the error stream.
   */
  public static void main(String[] arguments) {
    SegmentationModels models = SegmentationModels.standard(ModelStore.standard());
    int status = new SegmentMain(models, System.out, System.err).run(arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  int run(String... arguments) {
    try {
      SegmentArguments parsed = SegmentArguments.parse(arguments);
      if (parsed.help()) {
        printHelp();
      } else {
        segment(parsed);
      }
      return 0;
    } catch (UserError e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    } catch (SimulationException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private void segment(SegmentArguments arguments) {
    BufferedImage image = Photograph.image(arguments.image());
    ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
    Prompt prompt = new Prompt(size, arguments.points(), arguments.box());
    Photograph photograph = Photograph.of(image, arguments.image().getFileName().toString());
    try (SegmentProgress progress = SegmentProgress.on(out, err);
        SegmentationModel model =
            models.open(arguments.target(), arguments.packageFile(), progress)) {
      model.decoder().check(prompt);
      long start = System.nanoTime();
      FloatTensor embedding = model.encoder().encode(photograph);
      long encoded = System.nanoTime();
      MaskPrediction prediction = model.decoder().decode(embedding, prompt);
      Mask mask = prediction.mask();
      long decoded = System.nanoTime();
      progress.close();
      out.printf(
          Locale.ROOT,
          "%s, %s: %d pixels (%.1f %%), predicted IoU %.3f%n",
          photograph.source(),
          prompt.text(),
          mask.area(),
          100.0 * mask.area() / size.pixels(),
          prediction.predictedIou());
      out.printf(
          Locale.ROOT,
          "on %s: encoder %.2f s, decoder %.2f s%s%n",
          arguments.target().option(),
          (encoded - start) / 1e9,
          (decoded - encoded) / 1e9,
          cycles(model));
      write(arguments, image, mask, prompt);
    }
  }

  private static String cycles(SegmentationModel model) {
    return model.cycles().isPresent()
        ? String.format(Locale.ROOT, ", %d cycles", model.cycles().getAsLong())
        : "";
  }

  private void write(SegmentArguments arguments, BufferedImage image, Mask mask, Prompt prompt) {
    String name = arguments.image().getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
    Path maskFile = arguments.out().resolve(name + "-mask.png");
    new AtomicFile(maskFile).write(MaskImage.png(mask));
    Path overlayFile = arguments.out().resolve(name + "-overlay.png");
    BufferedImage overlay =
        new MaskOverlay(image).fill(mask, FILL).contour(mask, CONTOUR).prompt(prompt).image();
    new AtomicFile(overlayFile).write(MaskImage.png(overlay));
    out.printf("mask: %s%noverlay: %s%n", maskFile, overlayFile);
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    HelpFormatter formatter = new HelpFormatter();
    formatter.setOptionComparator(null);
    formatter.printHelp(
        writer,
        HELP_WIDTH,
        "make segment [IMAGE=FILE] POINT=X,Y [BOX=X0,Y0,X1,Y1] [ON=TARGET] [PACKAGE=FILE], or:"
            + " SegmentMain --point X,Y [options]",
        "Finds the object of a photograph that a prompt points at. Writes NAME-mask.png (255 on the"
            + " object) and NAME-overlay.png.",
        SegmentArguments.options(),
        2,
        2,
        "Exit status: 0 done, 1 the accelerator stopped with an error, 2 bad input.");
    writer.flush();
  }
}
