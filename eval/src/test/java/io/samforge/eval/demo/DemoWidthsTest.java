package io.samforge.eval.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which code widths the demo runs. */
class DemoWidthsTest {
  private static DemoInputs inputs(String name) {
    Path file = Path.of("..", "configs", name + ".json");
    return new DemoInputs(file, AcceleratorConfig.load(file), null, null, null, "block");
  }

  private static List<Integer> given(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--config";
    all[1] = "a.json";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return DemoArguments.parse(all).bits();
  }

  @Test
  void lanesInDspsRunTheirOwnWidthUnlessOthersAreAskedFor() {
    assertThat(inputs("large").variants(given()))
        .extracting(AcceleratorConfig::activationBits)
        .containsExactly(4, 5, 6);
    assertThat(inputs("large").variants(given("--bits", "8,4")))
        .extracting(AcceleratorConfig::activationBits)
        .containsExactly(4, 8);
    assertThat(inputs("zcu102").variants(given())).hasSize(1);
    assertThatThrownBy(() -> inputs("zcu102").variants(given("--bits", "5")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("zcu102.json: field \"dspLanes\": 96 is not allowed");
  }
}
