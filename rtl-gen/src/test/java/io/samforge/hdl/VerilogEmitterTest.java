package io.samforge.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerilogEmitterTest {

  private static final class Stage extends Module {
    final Bits in = inputBits("value", 8);
    final Bits out = outputBits("result", 8);

    Stage() {
      out.set(delay("stored", in));
    }
  }

  private static final class Chain extends Module {
    Chain() {
      Bits value = inputBits("value", 8);
      for (int i = 0; i < 3; i++) {
        Stage stage = instance("link_" + i, Stage::new);
        stage.in.set(value);
        value = stage.out;
      }
      outputBits("result", 8).set(value);
      Bits ignored = inputBits("ignored", 3);
      unused("input", ignored);
    }
  }

  private static final class Counter extends Module {
    Counter() {
      Unsigned count = regUnsigned("count", 4, 3);
      count.set(count.plus(1));
      outputUnsigned("value", 4).set(count);
    }
  }

  private static String chain() {
    return VerilogEmitter.emit("first line\nsecond line", Chain::new);
  }

  @Test
  void headsTheTextWithTheGivenLinesOnly() {
    assertThat(chain()).startsWith("// first line\n// second line\n\n`timescale");
    assertThat(chain()).doesNotContainIgnoringCase("spinalhdl").doesNotContain("Date");
  }

  @Test
  void emitsTheSameTextEveryTime() {
    assertThat(chain()).isEqualTo(chain());
  }

  @Test
  void emitsEqualModulesOnceAndKeepsInstanceNames() {
    assertThat(chain().split("\nmodule Stage ", -1)).hasSize(2);
    assertThat(chain()).contains("Stage link_0 (", "Stage link_1 (", "Stage link_2 (");
  }

  @Test
  void declaresAResetPortOnlyWhereSomethingIsReset() {
    assertThat(chain()).contains("clk").doesNotContain("reset");
    String counter = VerilogEmitter.emit("", Counter::new);
    assertThat(counter).contains("input  wire          reset", "count <= 4'b0011;");
  }

  @Test
  void marksWhatIsUnusedOnPurpose() {
    assertThat(chain()).contains("assign unused_input = ignored;");
  }
}
