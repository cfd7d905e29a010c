package io.samforge.eval.energy;

import com.google.gson.Gson;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The activity of real data, recorded once: the file {@code activity.json}, made by {@code make
 * activity}.
 *
 * @param about how it was made
 * @param tool what simulated
 * @param runs one or more for every kind of arithmetic
 */
public record ActivityRecord(String about, String tool, List<ActivityRun> runs) {
  private static final String RESOURCE = "activity.json";

  /** Copies the list. */
  public ActivityRecord {
    runs = List.copyOf(runs);
  }

  /** Returns the record that comes with the program. */
  public static ActivityRecord standard() {
    try (InputStream stream = ActivityRecord.class.getResourceAsStream(RESOURCE)) {
      return new Gson()
          .fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), ActivityRecord.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the runs that a configuration is like: those of its own hash, else those of its
   * arithmetic with the same or else the nearest activation bits.
   *
   * @throws IllegalArgumentException if there is none
   */
  public List<ActivityRun> runsLike(AcceleratorConfig config) {
    List<ActivityRun> own =
        runs.stream().filter(r -> r.configHash().equals(config.hash())).toList();
    if (!own.isEmpty()) {
      return own;
    }
    List<ActivityRun> like =
        runs.stream().filter(r -> r.arithmetic().equals(config.arithmetic().name())).toList();
    int nearest =
        like.stream()
            .mapToInt(run -> distance(run, config))
            .min()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no activity is recorded for " + config.arithmetic()));
    return like.stream().filter(run -> distance(run, config) == nearest).toList();
  }

  private static int distance(ActivityRun run, AcceleratorConfig config) {
    return Math.abs(run.activationBits() - config.activationBits());
  }

  /** Returns whether the activity of exactly this configuration is recorded. */
  public boolean has(AcceleratorConfig config) {
    return runs.stream().anyMatch(run -> run.configHash().equals(config.hash()));
  }

  /**
   * Returns the toggles of a bit of a module in a cycle, mean over the runs that a configuration is
   * like; for modules that none of them has, the mean over all their modules.
   */
  public double rate(AcceleratorConfig config, String module) {
    return runsLike(config).stream()
        .mapToDouble(
            run ->
                run.modules().containsKey(module)
                    ? run.modules().get(module).rate(run.cycles())
                    : run.rate())
        .average()
        .orElseThrow();
  }

  /** Returns the mean toggles of a bit in a cycle over all modules of the runs. */
  public double rate(AcceleratorConfig config) {
    return runsLike(config).stream().mapToDouble(ActivityRun::rate).average().orElseThrow();
  }

  /** Returns the modules of a design with their activities. */
  public List<ActiveArea> design(DesignArea area) {
    AcceleratorConfig config = area.config();
    return area.modules().stream()
        .map(
            module ->
                new ActiveArea(module.module(), module.everywhere(), rate(config, module.module())))
        .toList();
  }

  /**
   * Returns a design of which only the total area is known, estimated for example, with the mean
   * activity of its kind.
   */
  public List<ActiveArea> design(AcceleratorConfig config, Area total) {
    return List.of(new ActiveArea(config.name(), total, rate(config)));
  }
}
