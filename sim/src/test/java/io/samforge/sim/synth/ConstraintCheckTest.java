package io.samforge.sim.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.rtl.RtlGenerator;
import io.samforge.rtl.board.Board;
import io.samforge.sim.verilator.Toolchain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConstraintCheckTest {
  private static final Path ROOT = Path.of(System.getProperty("samforge.root", ".."));

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Board.class)
  void everyClockAndPortOfEveryBoardIsConstrainedAndNoLineCanBeMissing(Board board)
      throws IOException {
    ConstraintCheck check = prepare(board);
    assertThat(check.findings(folder)).isEmpty();
    int removed = 0;
    for (String file : files(board)) {
      Path path = folder.resolve(file);
      List<String> lines = Files.readAllLines(path);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
          continue;
        }
        List<String> rest = new ArrayList<>(lines);
        rest.remove(i);
        Files.write(path, rest);
        assertThat(check.findings(folder)).as("%s without '%s'", file, lines.get(i)).isNotEmpty();
        removed++;
      }
      Files.write(path, lines);
    }
    System.out.println(board.boardName() + ": " + removed + " lines, each one needed");
    assertThat(removed).isGreaterThanOrEqualTo(8);
    assertThat(check.findings(folder)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Board.class)
  void aConstraintOfAPortThatDoesNotExistIsFound(Board board) throws IOException {
    ConstraintCheck check = prepare(board);
    Path path = folder.resolve(files(board).get(0));
    String text = Files.readString(path);
    String line =
        switch (board.family()) {
          case ECP5 -> "LOCATE COMP \"gone\" SITE \"A1\";";
          case ICE40 -> "set_io gone 1";
          case ULTRASCALE_PLUS -> "set_false_path -to [get_ports gone]";
        };
    Files.writeString(path, text + "\n# For a test.\n" + line + "\n");
    assertThat(check.findings(folder)).hasSize(1).first().asString().contains("gone");
    Files.writeString(path, text + "\n\n" + line.replace("gone", "RX") + "\n");
    assertThat(check.findings(folder)).isNotEmpty();
  }

  @Test
  void aScriptWithAMistakeIsRefused() throws IOException {
    prepare(Board.ZCU102);
    TclInterpreter tcl = new TclInterpreter(Toolchain.onPath());
    Path script = folder.resolve(VivadoFlow.BUILD);
    String text = Files.readString(script);
    refused(tcl, script, text + "if {1} {\n", "do not match");
    refused(tcl, script, text + "place_desing\n", "place_desing");
    refused(tcl, script, text.replace("board.xdc", "boards.xdc"), "boards.xdc");
    Path packaging = folder.resolve(VivadoFlow.PACKAGE);
    Files.writeString(script, text);
    String ports = Files.readString(packaging).replace("m_axi_wlast", "m_axi_wlost");
    Files.writeString(packaging, ports);
    assertThatThrownBy(() -> tcl.run(script, List.of(), List.of("m_axi_wlast"), ""))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the top has no port");
  }

  private void refused(TclInterpreter tcl, Path script, String text, String reason)
      throws IOException {
    Files.writeString(script, text);
    String verilog = Files.readString(folder.resolve("top.v"));
    List<String> ports =
        TopPort.of(io.samforge.sim.verilator.ModelSource.text(Board.ZCU102.top(), verilog)).stream()
            .map(TopPort::name)
            .toList();
    assertThatThrownBy(() -> tcl.run(script, List.of(), ports, verilog))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(reason);
  }

  private ConstraintCheck prepare(Board board) throws IOException {
    String name = board.hasAccelerator() && board != Board.ULX3S ? "small" : "ulx3s";
    AcceleratorConfig config =
        AcceleratorConfig.load(ROOT.resolve("configs").resolve(name + ".json"));
    String verilog = RtlGenerator.board(board, config);
    Files.writeString(folder.resolve("top.v"), verilog);
    if (board.family() == Board.Family.ULTRASCALE_PLUS) {
      new VivadoFlow(board, config, ROOT).write(folder);
    } else {
      Path constraints = ROOT.resolve("constraints").resolve(board.boardName());
      String file = files(board).get(0);
      Files.copy(constraints.resolve(file), folder.resolve(file));
    }
    return new ConstraintCheck(board, config, verilog);
  }

  private static List<String> files(Board board) {
    return switch (board.family()) {
      case ECP5 -> List.of("pins.lpf");
      case ICE40 -> List.of("pins.pcf");
      case ULTRASCALE_PLUS ->
          VivadoFlow.CONSTRAINTS.stream()
              .filter(file -> file.endsWith(".xdc"))
              .collect(Collectors.toList());
    };
  }
}
