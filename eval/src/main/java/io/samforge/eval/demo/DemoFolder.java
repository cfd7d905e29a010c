package io.samforge.eval.demo;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.accel.RtlCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of results: {@code rtl/}, {@code demo/} with the programs, and {@code report/}. */
final class DemoFolder {
  private final Path root;

  /**
   * Makes the folder if it is not there, so that a wrong place is found before the slow steps.
   *
   * @throws UserError if it cannot be made
   */
  DemoFolder(Path root) {
    this.root = root;
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UserError(root + ": the output folder cannot be made: " + e, e);
    }
    if (!Files.isWritable(root)) {
      throw new UserError(root + ": the output folder cannot be written to");
    }
  }

  /** The page that shows everything. */
  Path page() {
    return root.resolve("report").resolve("demo.html");
  }

  /** The folder of waveforms. */
  Path waves() {
    return root.resolve("waves");
  }

  /** Writes Verilog, programs, table, plots and page. */
  void write(DemoResult result) {
    new AtomicFile(root.resolve("rtl").resolve(RtlGenerator.TOP + ".v"))
        .write(RtlCache.standard().accelerator(result.inputs().config()));
    for (Variant variant : result.variants()) {
      for (int i = 0; i < variant.programs().size(); i++) {
        variant.programs().get(i).save(root.resolve("demo").resolve(variant.fileName(i)));
      }
    }
    Path report = root.resolve("report");
    byte[] plots = Plots.png(result);
    new AtomicFile(report.resolve("demo.png")).write(plots);
    new AtomicFile(page()).write(ReportPage.html(result, plots));
    new AtomicFile(report.resolve("demo.json")).write(ReportJson.of(result));
  }
}
