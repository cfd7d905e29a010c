package io.samforge.explore;

import io.samforge.arch.UserError;
import io.samforge.eval.explore.DesignPoint;
import io.samforge.eval.explore.PointRunner;
import io.samforge.eval.explore.PointSpeed;
import io.samforge.eval.explore.PointTask;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Computes points on an Apache Spark cluster, one task a point. The results are those of {@link
 * io.samforge.eval.explore.LocalRunner}: every point is computed alone and by the same code.
 */
final class SparkRunner implements PointRunner {
  private static final String APPLICATION = "samforge explore";

  private final JavaSparkContext spark;

  /**
   * Connects to a cluster.
   *
   * @param master its URL, such as {@code spark://host:7077} or {@code local[2]}
   * @throws UserError if there is no such cluster
   */
  SparkRunner(String master) {
    SparkConf conf =
        new SparkConf()
            .setMaster(master)
            .setAppName(APPLICATION)
            .set("spark.ui.enabled", "false")
            .set("spark.executor.extraJavaOptions", "-Xss16m");
    if (!master.startsWith("local")) {
      conf.setJars(jars().toArray(String[]::new));
    }
    try {
      spark = new JavaSparkContext(conf);
    } catch (Exception failure) {
      // Scala throws checked exceptions that Java does not see.
      throw refused(master, failure);
    }
  }

  private static UserError refused(String master, Exception failure) {
    String reason = failure instanceof SparkException ? failure.getMessage() : failure.toString();
    return new UserError(
        "--master %s: Spark cannot use it: %s; allowed: local[N], spark://HOST:PORT and the like"
            .formatted(master, reason.lines().findFirst().orElse("")),
        failure);
  }

  /** Returns what machines of a cluster need besides Spark itself. */
  private static List<String> jars() {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.add(entry);
      } else {
        jars.addAll(packaged(Path.of(entry).toAbsolutePath().getParent()));
      }
    }
    return jars;
  }

  /** A folder of classes is this module's; the jar made of it is beside it. */
  private static List<String> packaged(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    File[] files = folder.toFile().listFiles((dir, name) -> name.matches("samforge-.*\\.jar"));
    return Stream.of(files == null ? new File[0] : files).map(File::getPath).toList();
  }

  @Override
  public List<PointSpeed> run(PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done) {
    if (points.isEmpty()) {
      return List.of();
    }
    DesignPoint[] all = points.toArray(DesignPoint[]::new);
    List<PointSpeed> results =
        spark
            .parallelize(Arrays.asList(all), all.length)
            .map(point -> PointSpeed.of(task, point))
            .collect();
    results.forEach(done);
    return results;
  }

  @Override
  public void close() {
    spark.close();
  }
}
