package io.samforge.sim.prove;

import io.samforge.arch.UserError;
import io.samforge.sim.synth.TopPort;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Proves properties: Yosys turns module and harness into formulas, {@code yosys-smtbmc} asks Z3 for
 * a run that breaks an assertion, from reset on and, for an induction, from any state whatever.
 *
 * @param tools where {@code yosys}, {@code yosys-smtbmc} and {@code z3} are found
 * @param folder where formulas and logs are kept, one folder a proof
 */
public record ProofRunner(Toolchain tools, Path folder) {
  private static final String FORMULAS = "harness.smt2";
  private static final String PORT_MACRO = "`DUT_INPUTS";

  /** Proves a property, and shows that the seeded bug breaks it. */
  public ProofResult run(Proof proof) {
    long started = System.nanoTime();
    String design = proof.design().get();
    String complaint = complaint(proof, design, "proof");
    String withBug = complaint(proof, proof.bug().plant(design), "bug");
    return new ProofResult(
        proof.name(),
        proof.statement(),
        proof.method().reach(),
        complaint.isEmpty(),
        !withBug.isEmpty(),
        proof.bug().module() + ": " + proof.bug().wrong(),
        (System.nanoTime() - started) / 1e9,
        complaint);
  }

  /**
   * Looks for a run that breaks the property.
   *
   * @param design the Verilog of the module, which may differ from {@link Proof#design}
   * @param kind name of the folder of this attempt
   * @return the assertion that is broken, or an empty text
   * @throws UserError when the tools cannot read the design
   */
  public String complaint(Proof proof, String design, String kind) {
    Path work = folder.resolve(proof.name()).resolve(kind);
    try {
      Files.createDirectories(work);
      Files.writeString(work.resolve("design.v"), design);
      String harness = harness(proof);
      String ports = harness.contains(PORT_MACRO) ? portMacros(proof, design) : "";
      Files.writeString(work.resolve("harness.sv"), macros(proof) + ports + harness);
      formulas(proof, work);
      Method method = proof.method();
      String found = solve(work, "bmc.log", List.of("-t", Integer.toString(method.depth())));
      if (found.isEmpty() && method.induction() > 0) {
        String steps = Integer.toString(method.induction());
        found = solve(work, "induction.log", List.of("-i", "-t", steps));
      }
      return found;
    } catch (IOException failure) {
      throw new UserError(work + ": " + failure.getMessage(), failure);
    }
  }

  private void formulas(Proof proof, Path work) throws IOException {
    List<String> script =
        new ArrayList<>(
            List.of(
                "read_verilog -nosynthesis -sv design.v",
                "read_verilog -formal -sv harness.sv",
                "hierarchy -check -top harness",
                "proc",
                "opt_clean",
                "memory_nordff"));
    if (proof.memoriesAsRegisters()) {
      script.addAll(List.of("memory_map", "opt_clean"));
    }
    script.addAll(
        List.of(
            "flatten",
            "check",
            "opt -fast",
            "setundef -undriven -anyseq",
            "dffunmap",
            "write_smt2 " + FORMULAS));
    Path log = work.resolve("yosys.log");
    int status = tools.run(work, log, "yosys", List.of("-q", "-p", String.join("; ", script)));
    String text = Files.readString(log);
    if (status != 0) {
      throw new UserError("yosys refuses " + proof.harness() + ": " + first(text, "ERROR"));
    }
    // A name inside the design that the harness looks at may be gone: nothing would be proved.
    if (text.contains("has no driver")) {
      throw new UserError(proof.harness() + ": " + first(text, "no driver"));
    }
  }

  private String solve(Path work, String log, List<String> method) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-s", "z3", "--unroll", "--noprogress"));
    arguments.addAll(method);
    arguments.add(FORMULAS);
    Path file = work.resolve(log);
    int status = tools.run(work, file, "yosys-smtbmc", arguments);
    String text = Files.readString(file);
    boolean passed = text.contains("Status: PASSED");
    if (!passed && !text.contains("Status: FAILED")) {
      throw new UserError("yosys-smtbmc ended with status " + status + " (log: " + file + ")");
    }
    return passed ? "" : first(text, "Assert failed", "Status: FAILED");
  }

  private static String first(String text, String... words) {
    for (String word : words) {
      Predicate<String> wanted = line -> line.contains(word);
      var found = text.lines().filter(wanted).findFirst();
      if (found.isPresent()) {
        return found.get().replaceFirst("^##\\s+\\S+\\s+", "").strip();
      }
    }
    return "no reason given";
  }

  private static String macros(Proof proof) {
    StringBuilder text = new StringBuilder();
    proof.macros().forEach((name, value) -> text.append("`define " + name + " " + value + "\n"));
    return text.toString();
  }

  /** Returns macros for all ports of the module but clock and reset. */
  private static String portMacros(Proof proof, String design) {
    List<TopPort> ports =
        TopPort.of(ModelSource.text(proof.top(), design)).stream()
            .filter(port -> !port.name().equals("clk") && !port.name().equals("reset"))
            .toList();
    String connections =
        ports.stream()
            .map(port -> "." + port.name() + "(" + port.name() + ")")
            .collect(Collectors.joining(", "));
    return String.format(
        "`define DUT_INPUTS %s%n`define DUT_WIRES %s;%n`define DUT_CONNECTIONS %s%n",
        joined(ports, port -> !port.output(), "input", ", "),
        joined(ports, TopPort::output, "wire", "; "),
        connections);
  }

  private static String joined(
      List<TopPort> ports, Predicate<TopPort> wanted, String kind, String separator) {
    return ports.stream()
        .filter(wanted)
        .map(port -> kind + " [" + (port.width() - 1) + ":0] " + port.name())
        .collect(Collectors.joining(separator));
  }

  private static String harness(Proof proof) throws IOException {
    try (InputStream in = ProofRunner.class.getResourceAsStream(proof.harness())) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
