package io.samforge.eval.full;

import io.samforge.arch.UserError;
import io.samforge.host.DeviceException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/** The parent's end of a {@link WorkerMain}; one thread at a time. */
final class Worker implements AutoCloseable {
  private static final long SILENCE_MINUTES = 15;
  private static final String END = "end of output";

  private final Process process;
  private final BufferedWriter requests;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

  private Worker(Process process) {
    this.process = process;
    this.requests =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::readAnswers, "worker " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a process and waits until its accelerator is loaded.
   *
   * @param log what it prints otherwise
   * @param arguments the arguments of {@link WorkerMain#main}
   * @throws DeviceException when it ends or is silent before
   */
  static Worker start(Path log, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx4g",
                "-Xss16m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName()));
    command.addAll(arguments);
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Worker worker = new Worker(new ProcessBuilder(command).redirectError(log.toFile()).start());
      String answer = worker.next();
      if (!answer.equals(WorkerMain.READY)) {
        worker.close();
        throw new DeviceException("a worker did not start; see " + log);
      }
      return worker;
    } catch (IOException e) {
      throw new UserError("a worker process cannot be started: " + e, e);
    }
  }

  /**
   * Simulates a unit; its result is in the work folder then.
   *
   * @param progress told how many cycles have passed since it was told before
   * @throws DeviceException when the unit cannot be simulated or the process ends or is silent
   */
  void simulate(int unit, boolean injectGoldenBit, LongConsumer progress) {
    try {
      requests.write(WorkerMain.request(unit, injectGoldenBit) + "\n");
      requests.flush();
    } catch (IOException e) {
      throw new DeviceException("the worker has ended: " + e);
    }
    while (true) {
      String answer = next();
      if (answer.startsWith(WorkerMain.CYCLES)) {
        progress.accept(Long.parseLong(answer.substring(WorkerMain.CYCLES.length())));
      } else if (answer.equals(WorkerMain.DONE + unit)) {
        return;
      } else if (answer.startsWith(WorkerMain.FAILED)) {
        throw new DeviceException(answer.substring(WorkerMain.FAILED.length()));
      } else {
        throw new DeviceException("the worker process ended while it simulated the unit");
      }
    }
  }

  /** Returns whether the process is there. */
  boolean alive() {
    return process.isAlive();
  }

  private String next() {
    try {
      String answer = answers.poll(SILENCE_MINUTES, TimeUnit.MINUTES);
      if (answer == null) {
        close();
        throw new DeviceException("the worker was silent for " + SILENCE_MINUTES + " minutes");
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeviceException("interrupted by the user");
    }
  }

  private void readAnswers() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      answers.add("output lost: " + e);
    }
    answers.add(END);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
