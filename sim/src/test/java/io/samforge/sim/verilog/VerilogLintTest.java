package io.samforge.sim.verilog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Arithmetic;
import io.samforge.rtl.LintWaivers;
import io.samforge.rtl.RtlGenerator;
import io.samforge.sim.accel.RtlCache;
import io.samforge.sim.lint.DesignLint;
import io.samforge.sim.lint.LintReport;
import io.samforge.sim.verilator.ModelSource;
import io.samforge.sim.verilator.Toolchain;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerilogLintTest {
  @TempDir private Path folder;

  @Test
  void tinyAndPaperAreClean() {
    for (String name : List.of("tiny", "paper")) {
      LintReport report = lint(verilog(config(name)));
      assertThat(report.verilator()).as(name).isEmpty();
      assertThat(report.yosys()).as(name).isEmpty();
      // A waiver that covers nothing would outlive its reason.
      assertThat(report.waived()).as(name).hasSize(4).allMatch(waived -> waived.warnings() > 0);
    }
  }

  @Test
  void theFloatingPointTwinIsClean() {
    LintReport report = lint(verilog(config("fp32-paper")));
    assertThat(report.verilator()).isEmpty();
    assertThat(report.yosys()).isEmpty();
  }

  @Test
  void lanesPackedIntoDspsAreClean() {
    String fabric = edge("mixed", 4, 4, 8, 32, 4, 1024).toJson();
    for (int lanes : new int[] {16, 32}) {
      String packed = fabric.replace("\"sim\"", "\"sim\", \"dspLanes\": " + lanes);
      assertClean(AcceleratorConfig.fromJson(packed, "test configuration"));
    }
  }

  @Test
  void configurationsAtTheEdgesAreClean() {
    assertClean(edge("more-outputs", 6, 5, 4, 32, 32, 4096));
    assertClean(edge("more-slots", 4, 8, 64, 4, 2, 256));
    assertClean(edge("square", 8, 4, 8, 8, 8, 4096));
  }

  @Test
  void findsAnUndrivenWire() {
    LintReport report = lint(tiny().replaceFirst("assign interrupt = [^;]*;", ""));
    assertThat(report.verilator()).anyMatch(line -> line.matches(".* UNDRIVEN .*'interrupt'"));
    assertThat(report.yosys())
        .anyMatch(line -> line.endsWith("Wire Accelerator.\\interrupt is used but has no driver."));
    assertThat(report.clean()).isFalse();
  }

  @Test
  void findsALatch() {
    LintReport report =
        lint(withInTop("reg held; always @(*) if (s_axil_wvalid) held = s_axil_awvalid;"));
    assertThat(report.verilator())
        .anyMatch(line -> line.contains(" LATCH ") && line.contains("held"));
    assertThat(report.yosys()).anyMatch(line -> line.contains("$dlatch"));
  }

  @Test
  void findsAWidthMismatch() {
    LintReport report = lint(withInTop("wire [3:0] narrow; assign narrow = s_axil_wdata;"));
    assertThat(report.verilator())
        .anyMatch(line -> line.contains(" WIDTH ") && line.contains("generates 32 bits"));
  }

  @Test
  void findsTwoDriversAndALoop() {
    LintReport drivers =
        lint(withInTop("wire twice; assign twice = reset; assign twice = s_axil_wvalid;"));
    assertThat(drivers.yosys())
        .anyMatch(line -> line.contains("multiple conflicting drivers for Accelerator."));
    LintReport loop = lint(withInTop("wire a, b; assign a = !b; assign b = a & reset;"));
    assertThat(loop.yosys()).anyMatch(line -> line.contains("found logic loop"));
  }

  @Test
  void findsAnErrorAndAnUnknownModule() {
    assertThat(lint(withInTop("wire [;")).verilator())
        .anyMatch(line -> line.contains("syntax error"));
    LintReport report = lint(withInTop("Missing missing (.clk(clk));"));
    assertThat(report.verilator()).anyMatch(line -> line.contains("Missing"));
    assertThat(report.yosys()).anyMatch(line -> line.contains("Missing"));
  }

  @Test
  void withoutWaiversEveryWarningIsAFinding() {
    DesignLint strict = new DesignLint(Toolchain.onPath(), folder, "`verilator_config\n");
    ModelSource tiny = ModelSource.text(RtlGenerator.TOP, tiny());
    LintReport report = DesignLint.standard(folder).check(tiny);
    assertThat(strict.check(tiny).verilator())
        .hasSize(Math.toIntExact(report.waivedWarnings()))
        .anyMatch(line -> line.endsWith("SYMRSVDWORD Symbol matches C++ common word: 'interrupt'"));
  }

  @Test
  void waiversNeedAFormAndAReason() {
    String line = "lint_off -rule LATCH -file \"*\" -match \"x\"\n";
    assertThatThrownBy(() -> lintWith(line))
        .isInstanceOf(UserError.class)
        .hasMessage("waivers.vlt:1: a waiver needs its reason in a comment directly above");
    assertThatThrownBy(() -> lintWith("// Far away.\n\n" + line))
        .hasMessageStartingWith("waivers.vlt:3: a waiver needs its reason");
    assertThatThrownBy(() -> lintWith("// All of it.\nlint_off -rule LATCH\n"))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("waivers.vlt:2: allowed: lint_off -rule RULE");
    assertThat(LintWaivers.text()).startsWith("`verilator_config\n");
  }

  @Test
  void aMissingToolIsNamed() {
    DesignLint nowhere =
        new DesignLint(new Toolchain(folder.toString()), folder, LintWaivers.text());
    ModelSource tiny = ModelSource.text(RtlGenerator.TOP, tiny());
    assertThatThrownBy(() -> nowhere.check(tiny))
        .isInstanceOf(UserError.class)
        .hasMessage("verilator was not found on the PATH: run `make setup`");
  }

  private void lintWith(String waivers) {
    new DesignLint(Toolchain.onPath(), folder, waivers)
        .check(ModelSource.text(RtlGenerator.TOP, tiny()));
  }

  private void assertClean(AcceleratorConfig config) {
    LintReport report = lint(RtlGenerator.accelerator(config));
    assertThat(report.verilator()).as(config.name()).isEmpty();
    assertThat(report.yosys()).as(config.name()).isEmpty();
  }

  private LintReport lint(String verilog) {
    return DesignLint.standard(folder).check(ModelSource.text(RtlGenerator.TOP, verilog));
  }

  /** Returns the tiny design with more text at the end of its top module. */
  private static String withInTop(String text) {
    String verilog = tiny();
    int end = verilog.indexOf("\nendmodule");
    return verilog.substring(0, end) + "\n" + text + verilog.substring(end);
  }

  private static String tiny() {
    return verilog(config("tiny"));
  }

  private static String verilog(AcceleratorConfig config) {
    return RtlCache.standard().accelerator(config);
  }

  private static AcceleratorConfig config(String name) {
    Path configs = Path.of(System.getProperty("samforge.root", ".."), "configs");
    return AcceleratorConfig.load(configs.resolve(name + ".json"));
  }

  private static AcceleratorConfig edge(
      String name, int bw, int ba, int k, int m, int postLanes, int bufferWords) {
    return new AcceleratorConfig(
        name,
        bw,
        ba,
        Arithmetic.HYBRID,
        k,
        m,
        64,
        3,
        postLanes,
        4 * k,
        bufferWords,
        256,
        64,
        300,
        "sim");
  }
}
