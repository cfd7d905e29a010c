package io.samforge.sim.verilator;

import io.samforge.arch.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tool invocations for one build, at most two at a time, and keeps one log of all of them.
 *
 * @param tools where the programs are
 * @param folder the folder they run in; the log is {@code build.log} inside it
 * @param kept where the folder will be found by a user if the build fails
 * @param what the thing being built, for messages
 */
record CompileJobs(Toolchain tools, Path folder, Path kept, String what) {
  static final String LOG = "build.log";
  private static final int PARALLEL = 2;

  /** One invocation of a program. */
  record Job(String program, List<String> arguments) {}

  /**
   * Runs the jobs to their end.
   *
   * @throws UserError when one fails, with the first error line and the path of the log
   */
  void run(List<Job> jobs) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(PARALLEL, jobs.size()));
    try {
      List<Future<Boolean>> running = new ArrayList<>();
      for (int i = 0; i < jobs.size(); i++) {
        Job job = jobs.get(i);
        Path log = folder.resolve("job" + i + ".log");
        running.add(pool.submit(() -> tools.run(folder, log, job.program(), job.arguments()) == 0));
      }
      for (int i = 0; i < jobs.size(); i++) {
        boolean succeeded = result(running.get(i));
        String output = appendToLog(folder.resolve("job" + i + ".log"));
        if (!succeeded) {
          throw failed(jobs.get(i), output);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static boolean result(Future<Boolean> job) throws IOException {
    try {
      return job.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof UserError error) {
        throw error;
      }
      throw new IOException(failure.getCause());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted during a build");
    }
  }

  private String appendToLog(Path jobLog) throws IOException {
    String output = Files.readString(jobLog);
    Path log = folder.resolve(LOG);
    Files.writeString(log, (Files.exists(log) ? Files.readString(log) : "") + output);
    Files.delete(jobLog);
    return output;
  }

  private UserError failed(Job job, String output) {
    String reason =
        output
            .lines()
            .skip(1)
            .filter(line -> line.startsWith("%Error") || line.contains("error"))
            .findFirst()
            .orElse(job.program() + " failed without an error line");
    return new UserError(what + ": " + reason.strip() + " (log: " + kept.resolve(LOG) + ")");
  }
}
