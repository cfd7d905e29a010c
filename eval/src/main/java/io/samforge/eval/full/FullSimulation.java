package io.samforge.eval.full;

import io.samforge.arch.UserError;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.arch.pack.PackedFunction;
import io.samforge.eval.ExpectedCycles;
import io.samforge.host.DeviceException;
import io.samforge.host.run.FloatTensor;
import io.samforge.host.run.GoldenEngine;
import io.samforge.host.run.GraphExecutor;
import io.samforge.host.run.StepEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Simulates all units of a function in processes of their own: the golden model runs the function
 * first and leaves what every unit reads and must deliver in the work folder, so the units do not
 * wait for each other.
 *
 * @param packageFile the file of the package, for the processes
 * @param model the package
 * @param function the function that runs
 * @param folder the work folder; units that are finished there are not simulated again
 * @param key what the content of the work folder belongs to
 * @param jobs processes
 * @param injectUnit number of a unit of whose expected output one bit is flipped; -1 for none
 */
record FullSimulation(
    Path packageFile,
    ModelPackage model,
    String function,
    Path folder,
    String key,
    int jobs,
    int injectUnit) {

  /** Runs what is not finished and returns what was found. */
  FullResult run(Supplier<Map<String, FloatTensor>> inputs, FullProgress progress) {
    PackedFunction packed = model.function(function);
    WorkFolder work = new WorkFolder(folder, key);
    List<Integer> open = open(packed, work);
    Map<Integer, Long> expected = new HashMap<>();
    for (int unit : open) {
      expected.put(unit, ExpectedCycles.of(model.config(), packed, packed.units().get(unit)));
    }
    if (!open.isEmpty() && !work.hasGolden()) {
      runGolden(packed, work, inputs.get(), progress);
    }
    open.sort(Comparator.comparing(expected::get, Comparator.reverseOrder()));
    long allCycles = expected.values().stream().mapToLong(Long::longValue).sum();
    progress.expect(allCycles, open.size());
    Map<Integer, String> failures = simulate(open, expected, work, progress);
    List<UnitResult> results = new ArrayList<>();
    Map<String, String> missing = new TreeMap<>();
    for (int unit = 0; unit < packed.units().size(); unit++) {
      String name = packed.units().get(unit).name();
      String failure = failures.get(unit);
      if (failure == null) {
        work.result(unit).ifPresentOrElse(results::add, () -> missing.put(name, "no result"));
      } else {
        missing.put(name, failure);
      }
    }
    return new FullResult(model, function, packed.units().size(), results, missing);
  }

  /** Returns the units that are not finished, or must be done again. */
  private List<Integer> open(PackedFunction packed, WorkFolder work) {
    List<Integer> open = new ArrayList<>();
    for (int unit = 0; unit < packed.units().size(); unit++) {
      boolean finished = work.result(unit).filter(r -> r.mismatches() == 0).isPresent();
      if (!finished || unit == injectUnit) {
        open.add(unit);
      }
    }
    return open;
  }

  private void runGolden(
      PackedFunction packed,
      WorkFolder work,
      Map<String, FloatTensor> inputs,
      FullProgress progress) {
    progress.stage("golden model: " + packed.graph().steps().size() + " steps");
    StepEngine golden = GoldenEngine.of(model, function);
    try (StepEngine engine = new RecordingEngine(golden, packed, work.tensors());
        GraphExecutor executor =
            new GraphExecutor(packed.graph(), packed.hostParts(), engine, progress::golden)) {
      executor.run(inputs);
    }
    work.goldenIsComplete();
  }

  /** Returns why units could not be simulated, by their numbers. */
  private Map<Integer, String> simulate(
      List<Integer> open, Map<Integer, Long> expected, WorkFolder work, FullProgress progress) {
    Queue<Integer> queue = new ConcurrentLinkedQueue<>(open);
    Map<Integer, String> failures = Collections.synchronizedMap(new TreeMap<>());
    List<Thread> threads = new ArrayList<>();
    for (int job = 0; job < Math.min(jobs, open.size()); job++) {
      int number = job;
      Thread thread =
          new Thread(() -> serve(number, queue, expected, failures, work, progress), "job " + job);
      threads.add(thread);
      thread.start();
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new UserError("interrupted by the user", e);
    }
    return failures;
  }

  /** Simulates units in one process after another until none is left. */
  private void serve(
      int job,
      Queue<Integer> queue,
      Map<Integer, Long> expected,
      Map<Integer, String> failures,
      WorkFolder work,
      FullProgress progress) {
    List<String> arguments = List.of(packageFile.toString(), function, folder.toString(), key);
    Worker worker = null;
    try {
      for (Integer unit = queue.poll(); unit != null; unit = queue.poll()) {
        try {
          if (worker == null || !worker.alive()) {
            worker = Worker.start(work.log(job), arguments);
          }
          long[] told = new long[1];
          worker.simulate(
              unit,
              unit == injectUnit,
              cycles -> {
                told[0] += cycles;
                progress.simulated(cycles);
              });
          // What it took more or less than expected.
          progress.simulated(expected.get(unit) - told[0]);
        } catch (DeviceException | UserError e) {
          failures.put(unit, e.getMessage());
        }
      }
    } finally {
      if (worker != null) {
        worker.close();
      }
    }
  }
}
