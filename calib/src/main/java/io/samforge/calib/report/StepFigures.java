package io.samforge.calib.report;

import io.samforge.arch.layer.Operand;
import io.samforge.arch.model.LinearStep;
import io.samforge.arch.model.ProductQuantization;
import io.samforge.arch.model.ProductStep;
import io.samforge.calib.capture.LinearSamples;
import io.samforge.calib.plan.SamCalibration;
import io.samforge.calib.plan.StepQuality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the steps of a function read, and the quantisers they got; the samples are read from the
 * disk once, one step after the other.
 *
 * @param function the function
 * @param reductionLanes lanes of the accelerator
 */
record StepFigures(SamCalibration.Calibrated function, int reductionLanes) {
  /** The figures of one step as an element of a page. */
  String of(QuantisedStep step) {
    StringBuilder figures = new StringBuilder();
    if (step.step() instanceof LinearStep linear) {
      pictures(linear).forEach(figures::append);
    } else if (step.step() instanceof ProductStep product) {
      ProductQuantization found = function.model().plan().products().get(product.name());
      figures.append(ValueFigure.of(function.products().apply(product), found.left()).draw());
    }
    return "<article id=\"%s\"><h3>%s</h3><p>%s</p>\n%s</article>\n"
        .formatted(
            step.id(),
            Markup.escape(step.step().name()),
            Markup.escape(caption(step.quality())),
            figures);
  }

  private List<Svg> pictures(LinearStep step) {
    LinearSamples samples = function.samples().linear(step);
    Operand operand = function.model().plan().linears().get(step.name()).operand().operand();
    List<Svg> pictures = new ArrayList<>();
    pictures.add(ValueFigure.of(samples, operand).draw());
    operand
        .grouped()
        .ifPresent(
            cag -> pictures.add(new GroupStrip(cag, samples.meanRange(), reductionLanes).draw()));
    return pictures;
  }

  private static String caption(StepQuality quality) {
    boolean product = quality.kind().equals("product");
    String text =
        String.format(
            Locale.ROOT,
            "%s%s, %d channels; input %.1f dB, output %.1f dB",
            quality.operand(),
            product ? ", left side" : "",
            quality.channels(),
            quality.inputDecibels(),
            quality.outputDecibels());
    return product
        ? text
        : text + String.format(Locale.ROOT, ", clipped %.2f %%", 100 * quality.clippedShare());
  }
}
