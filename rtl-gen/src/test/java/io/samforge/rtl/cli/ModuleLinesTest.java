package io.samforge.rtl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleLinesTest {
  @Test
  void countsFromModuleToEndmodule() {
    String text =
        """
        // header

        module A (
          input wire clk
        );
        endmodule
        // between
        module B_1 ();
        endmodule
        """;
    assertThat(ModuleLines.of(text))
        .containsExactly(new ModuleLines("A", 4), new ModuleLines("B_1", 2));
    assertThat(ModuleLines.of("")).isEmpty();
  }
}
