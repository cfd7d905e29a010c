package io.samforge.rtl.cli;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.register.RegisterDocs;
import io.samforge.hdl.HdlException;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.unit.StandaloneUnit;
import io.samforge.rtl.unit.StandaloneUnits;
import io.samforge.rtl.unit.UnitParameter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.HelpFormatter;

/** The command {@code rtl-gen}: a configuration in, Verilog, register map and manifest out. */
public final class RtlGenMain {
  private static final int HELP_WIDTH = 100;
  private static final int BAD_INPUT = 2;

  private final PrintStream out;
  private final long started = System.nanoTime();

  private RtlGenMain(PrintStream out) {
    this.out = out;
  }

  /** Runs the command; a mistake of the user is one line on the error stream and status 2. */
  public static void main(String[] arguments) {
    int status = run(System.out, System.err, arguments);
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the command and returns its exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      RtlGenArguments parsed = RtlGenArguments.parse(arguments);
      RtlGenMain command = new RtlGenMain(out);
      if (parsed.help()) {
        command.printHelp();
      } else if (parsed.listUnits()) {
        StandaloneUnits.all().forEach(command::describe);
      } else if (parsed.unit().isPresent()) {
        command.generateUnit(StandaloneUnits.named(parsed.unit().get()), parsed);
      } else {
        command.generateAccelerator(parsed);
      }
      return 0;
    } catch (UserError | HdlException e) {
      err.println(e.getMessage());
      return BAD_INPUT;
    }
  }

  private void generateAccelerator(RtlGenArguments arguments) {
    AcceleratorConfig config = AcceleratorConfig.load(arguments.config());
    try (OutputFolder folder = new OutputFolder(arguments.out())) {
      String verilog = RtlGenerator.accelerator(config);
      Map<String, String> files = new LinkedHashMap<>();
      files.put(RtlGenerator.TOP + ".v", verilog);
      files.put("config.json", config.toJson());
      files.put("registers.md", RegisterDocs.markdown());
      files.put("samforge_registers.h", RegisterDocs.cHeader());
      write(folder, arguments.out(), Manifest.ofAccelerator(config), verilog, files);
    }
    out.printf("configuration %s, hash %s%n", config.name(), config.hash());
  }

  private void generateUnit(StandaloneUnit unit, RtlGenArguments arguments) {
    Map<String, Integer> given = arguments.settings();
    unit.supplier(given);
    try (OutputFolder folder = new OutputFolder(arguments.out())) {
      String verilog = RtlGenerator.unit(unit, given);
      Map<String, String> files = new LinkedHashMap<>();
      files.put(unit.name() + ".v", verilog);
      Manifest manifest = Manifest.ofUnit(unit.name(), unit.valuesWith(given));
      write(folder, arguments.out(), manifest, verilog, files);
    }
  }

  private void write(
      OutputFolder folder,
      Path path,
      Manifest manifest,
      String verilog,
      Map<String, String> files) {
    List<ModuleLines> modules = ModuleLines.of(verilog);
    // The manifest vouches for the others, so it comes last.
    files.put(Manifest.FILE, manifest.json(modules, files));
    folder.publish(files);
    out.printf("wrote %s: %s%n", path, String.join(", ", files.keySet()));
    out.printf(
        Locale.ROOT,
        "%d modules, %,d lines of Verilog, %.1f s%n",
        modules.size(),
        verilog.lines().count(),
        (System.nanoTime() - started) / 1e9);
  }

  private void describe(StandaloneUnit unit) {
    out.printf("%s: %s%n", unit.name(), unit.meaning());
    for (UnitParameter parameter : unit.parameters()) {
      out.printf(
          "  --set %s=%d  %s; allowed: %d to %d%n",
          parameter.name(),
          parameter.defaultValue(),
          parameter.meaning(),
          parameter.low(),
          parameter.high());
    }
  }

  private void printHelp() {
    PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
    new HelpFormatter()
        .printHelp(
            writer,
            HELP_WIDTH,
            "rtl-gen [--config FILE | --unit NAME [--set PARAMETER=NUMBER ...]] [--out DIR]",
            "Writes the Verilog of an accelerator, with register map and manifest, or of one unit.",
            RtlGenArguments.options(),
            2,
            2,
            "");
    writer.flush();
  }
}
