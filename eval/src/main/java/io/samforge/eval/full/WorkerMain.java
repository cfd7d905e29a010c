package io.samforge.eval.full;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.pack.ModelPackage;
import io.samforge.host.DeviceException;
import io.samforge.sim.AcceleratorOptions;
import io.samforge.sim.AcceleratorSimulation;
import io.samforge.sim.accel.AcceleratorModels;
import io.samforge.sim.accel.SimDevice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process that simulates units, one after the other.
 *
 * <p>It reads lines {@code UNIT} or {@code UNIT inject} and writes {@code ready}, {@code cycles N}
 * while it works, {@code done UNIT} when a result is in the work folder, and {@code failed REASON}.
 * It ends with its input, so it never outlives the process that started it.
 */
final class WorkerMain {
  /** Answer when the accelerator is loaded. */
  static final String READY = "ready";

  /** Answer now and then: cycles since the last one. */
  static final String CYCLES = "cycles ";

  /** Answer when the result of a unit is in the work folder. */
  static final String DONE = "done ";

  /** Answer when a unit cannot be simulated. */
  static final String FAILED = "failed ";

  private static final String INJECT = " inject";

  private WorkerMain() {}

  /** The line that asks for a unit. */
  static String request(int unit, boolean injectGoldenBit) {
    return unit + (injectGoldenBit ? INJECT : "");
  }

  /** Runs the process: package, function, work folder, key of the work folder. */
  public static void main(String[] arguments) throws InterruptedException {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> readRequests(requests), "requests");
    reader.setDaemon(true);
    reader.start();
    PrintStream answers = System.out;
    System.setOut(System.err);
    WorkFolder folder = new WorkFolder(Path.of(arguments[2]), arguments[3]);
    ModelPackage model = ModelPackage.load(Path.of(arguments[0]));
    AcceleratorConfig config = model.config();
    AcceleratorOptions options = AcceleratorOptions.of(config.dramBytes()).withoutJournal();
    try (AcceleratorSimulation simulation =
        AcceleratorSimulation.open(AcceleratorModels.fast(config), options)) {
      UnitSimulation units =
          new UnitSimulation(model, arguments[1], folder.tensors(), new SimDevice(simulation));
      answers.println(READY);
      while (true) {
        answer(requests.take(), units, folder, answers);
      }
    }
  }

  private static void answer(
      String request, UnitSimulation units, WorkFolder folder, PrintStream answers) {
    boolean inject = request.endsWith(INJECT);
    int unit = Integer.parseInt(inject ? request.replace(INJECT, "") : request);
    try {
      folder.write(units.run(unit, inject, cycles -> answers.println(CYCLES + cycles)));
      answers.println(DONE + unit);
    } catch (UserError | DeviceException e) {
      answers.println(FAILED + e.getMessage().replaceAll("\\s+", " "));
    }
  }

  private static void readRequests(BlockingQueue<String> requests) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        requests.add(line);
      }
    } catch (IOException e) {
      System.err.println("requests: " + e);
    }
    // Nobody waits for what is being simulated.
    Runtime.getRuntime().halt(0);
  }
}
