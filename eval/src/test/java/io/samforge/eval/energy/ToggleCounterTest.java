package io.samforge.eval.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A dump whose toggles are counted by hand, and the way from instances to modules. */
class ToggleCounterTest {
  private static final String DUMP =
      """
      $timescale
          1 ps
      $end
      $scope module TOP $end
      $scope module Top $end
      $var wire 1 ! clk $end
      $var wire 4 " word [3:0] $end
      $scope module left $end
      $var wire 4 " in [3:0] $end
      $var wire 1 # bit $end
      $upscope $end
      $scope module right $end
      $var wire 1 $ bit $end
      $upscope $end
      $upscope $end
      $upscope $end
      $enddefinitions $end
      #0
      $dumpvars
      0!
      bx "
      0#
      1$
      $end
      #5
      1!
      b1 "
      1#
      #10
      0!
      b1110 "
      0$
      #15
      b1110 "
      bx10 "
      b0 "
      1$
      """;

  private static final String VERILOG =
      """
      module Top (
        Leaf left (
          .in (word)
        );
        Leaf right (
        );
      endmodule

      module Leaf (
        reg [7:0] plain;
      endmodule
      """;

  @Test
  void togglesOfEveryScope() throws IOException {
    Map<String, ModuleToggles> scopes = count(DUMP);
    // From 0001 to 1110 all four bits, from xx10 to 0000 the one that was known.
    assertThat(scopes)
        .containsExactly(
            Map.entry("TOP.Top", new ModuleToggles(4, 5)),
            Map.entry("TOP.Top.left", new ModuleToggles(5, 6)),
            Map.entry("TOP.Top.right", new ModuleToggles(1, 2)));
  }

  @Test
  void instancesAddUpToModules() throws IOException {
    InstanceModules modules = InstanceModules.of("Top", VERILOG);
    Map<String, ModuleToggles> sums = modules.sum(count(DUMP));
    assertThat(sums)
        .containsExactly(
            Map.entry("Leaf", new ModuleToggles(6, 8)), Map.entry("Top", new ModuleToggles(4, 5)));
    assertThat(sums.get("Leaf").rate(4)).isEqualTo(8 / 6.0 / 4);
    assertThat(ModuleToggles.NONE.rate(4)).isZero();
    assertThatThrownBy(() -> modules.sum(Map.of("TOP.Top.middle", new ModuleToggles(1, 1))))
        .hasMessage("no instance middle in Top");
  }

  @Test
  void instancesAreCounted() {
    assertThat(InstanceModules.of("Top", VERILOG).instances())
        .isEqualTo(Map.of("Top", 1L, "Leaf", 2L));
  }

  @Test
  void brokenDumpsAreRefused() {
    assertThatThrownBy(() -> count("$enddefinitions $end\n1!\n")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> count("$enddefinitions $end\nb101\n")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> count("$var wire 1 ! $end\n")).isInstanceOf(IOException.class);
  }

  private static Map<String, ModuleToggles> count(String dump) throws IOException {
    return ToggleCounter.count(new BufferedReader(new StringReader(dump)));
  }
}
