package io.samforge.sim.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.sim.verilator.Toolchain;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofSuiteTest {
  private static final Set<String> SLOW =
      Set.of("dma-bursts", "dma-engine", "packed-sums", "register-file");

  @TempDir Path folder;

  private final List<Proof> proofs =
      new ProofSuite(
              AcceleratorConfig.load(
                  Path.of(System.getProperty("samforge.root", ".."), "configs", "tiny.json")))
          .proofs();

  @Test
  void theQuickPropertiesHoldAndTheirSeededBugsAreFound() {
    int proved = 0;
    for (Proof proof : proofs) {
      if (SLOW.contains(proof.name())) {
        continue;
      }
      ProofResult result = runner().run(proof);
      assertThat(result.detail()).as(proof.name()).isEmpty();
      assertThat(result.good()).as("%s with its seeded bug", proof.name()).isTrue();
      proved++;
    }
    assertThat(proved).isEqualTo(11);
    assertThat(proofs).hasSize(15);
  }

  @Test
  void anAssertionThatIsWrongNamesItsLine() {
    Proof queue = proof("queue");
    String broken =
        queue.design().get().replace("pop_valid = (! (level == 3'b000))", "pop_valid = 1'b1");
    assertThat(broken).isNotEqualTo(queue.design().get());
    assertThat(runner().complaint(queue, broken, "broken")).contains("Assert failed in harness");
  }

  @Test
  void aRegisterThatIsGoneIsAnErrorAndNoProof() {
    Proof queue = proof("queue");
    String renamed = queue.design().get().replaceAll("\\bhead\\b", "start_of_queue");
    assertThatThrownBy(() -> runner().complaint(queue, renamed, "renamed"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("dut.head");
  }

  @Test
  void aSeededBugMustChangeTheDesign() {
    assertThatThrownBy(
            () -> new SeededBug("BeatFifo", "absent", "x").plant(proof("queue").design().get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'absent' is not exactly once in module BeatFifo");
  }

  private Proof proof(String name) {
    return proofs.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private ProofRunner runner() {
    return new ProofRunner(Toolchain.onPath(), folder);
  }
}
