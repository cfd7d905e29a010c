package io.samforge.eval.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Computes points in this process, on all of its processors. */
public final class LocalRunner implements PointRunner {
  private final ExecutorService pool =
      Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

  @Override
  public List<PointSpeed> run(PointTask task, List<DesignPoint> points, Consumer<PointSpeed> done) {
    List<Future<PointSpeed>> running = new ArrayList<>();
    for (DesignPoint point : points) {
      running.add(pool.submit(() -> computed(task, point, done)));
    }
    List<PointSpeed> results = new ArrayList<>();
    for (Future<PointSpeed> one : running) {
      results.add(result(one));
    }
    return results;
  }

  private static PointSpeed computed(PointTask task, DesignPoint point, Consumer<PointSpeed> done) {
    PointSpeed speed = PointSpeed.of(task, point);
    synchronized (done) {
      done.accept(speed);
    }
    return speed;
  }

  private static PointSpeed result(Future<PointSpeed> running) {
    try {
      return running.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while points were computed", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
