package io.samforge.calib.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.samforge.arch.model.HostStep;
import io.samforge.calib.plan.StepQuality;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class NoiseChartTest {
  private static QuantisedStep step(String id, String name, double operand, double weights) {
    return new QuantisedStep(
        id,
        new HostStep(name, List.of(), List.of()),
        new StepQuality(
            "encoder", name, "linear", "CAG", 2, 0, 8, 8, 4, 1000000, 20, operand, weights, 10, 0));
  }

  private static List<Double> heights(Element bars) {
    return Xml.elements(bars, "rect").stream().map(e -> Xml.number(e, "height")).toList();
  }

  @Test
  void barsAreAsHighAsTheNoise() throws SAXException {
    List<QuantisedStep> steps =
        List.of(step("f0s0", "a/x", 20, 30), step("f0s1", "b/<y>", -3, Double.POSITIVE_INFINITY));
    Element chart = Xml.parse(new NoiseChart(steps).draw().toString());
    List<Element> bars = Xml.elements(chart, "a");
    assertThat(bars).extracting(e -> e.getAttribute("data-bars")).containsExactly("f0s0", "f0s1");
    // Both, operand, weights, and the area for the mouse; 50 dB are 230 units.
    assertThat(heights(bars.get(0))).containsExactly(184.0, 138.0, 92.0, 230.0);
    assertThat(heights(bars.get(1))).containsExactly(184.0, 230.0, 0.0, 230.0);
    assertThat(bars.get(0).getTextContent().strip())
        .isEqualTo("encoder a/x (CAG): operand 1 %, weights 0.1 %, both 10 % (10.0 dB), 1.0 M MAC");
    assertThat(bars.get(1).getTextContent()).contains("b/<y>").contains("weights 0 %");
    assertThat(Xml.elements(chart, "text", "axis"))
        .extracting(Element::getTextContent)
        .startsWith("a", "b");
  }
}
