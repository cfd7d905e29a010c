package io.samforge.eval.energy;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * All figures of the energy model with their sources and ranges: the file {@code primitives.json}.
 *
 * @param reports the power reports that sources of figures call by their names
 * @param figures the figures, for every quantity one
 */
public record EnergyFigures(List<Report> reports, List<Figure> figures) {
  private static final String RESOURCE = "primitives.json";

  /**
   * A published power report.
   *
   * @param name what figures call it
   * @param source where it is from, and what is taken from it
   */
  public record Report(String name, String source) {}

  private record FileContent(String about, List<Report> reports, List<Figure> figures) {}

  /** Refuses lists that lack a quantity or have it twice. */
  public EnergyFigures {
    reports = List.copyOf(reports);
    figures = List.copyOf(figures);
    List<Quantity> found = figures.stream().map(Figure::quantity).sorted().toList();
    if (!found.equals(List.of(Quantity.values()))) {
      throw new IllegalArgumentException("figures for " + found + "; needed is each one once");
    }
  }

  /** Returns the figures that come with the program. */
  public static EnergyFigures standard() {
    try (InputStream stream = EnergyFigures.class.getResourceAsStream(RESOURCE)) {
      return read(new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads figures.
   *
   * @throws IllegalArgumentException if the text is no such file
   */
  static EnergyFigures read(Reader json) {
    try {
      FileContent content = new Gson().fromJson(json, FileContent.class);
      return new EnergyFigures(
          content.reports() == null ? List.of() : content.reports(), content.figures());
    } catch (JsonParseException e) {
      throw new IllegalArgumentException("figures of the energy model: " + e.getMessage(), e);
    }
  }

  /** Returns the figure of a quantity. */
  public Figure figure(Quantity quantity) {
    return figures.stream().filter(f -> f.quantity() == quantity).findFirst().orElseThrow();
  }

  /** Returns the nominal values. */
  public Primitives nominal() {
    return values(Figure::value);
  }

  /**
   * Returns values drawn independently from all ranges: half of them below the nominal values, half
   * above.
   */
  public Primitives sample(RandomGenerator random) {
    return values(figure -> figure.at(random.nextDouble()));
  }

  private Primitives values(ToDoubleFunction<Figure> value) {
    Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
    figures.forEach(figure -> values.put(figure.quantity(), value.applyAsDouble(figure)));
    return new Primitives(values);
  }
}
