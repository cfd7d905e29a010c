package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Sends words through a chain of stream registers under every kind of back-pressure. */
class HdlStreamTest {
  private static final int CYCLES = 5000;

  /** Holds one word, and takes the next one in the cycle in which it gives its own. */
  private static final class StreamRegister extends Module {
    final Stream<Bits> in = inputStream("in_word", 8);
    final Stream<Bits> out = outputStream("out_word", 8);

    StreamRegister() {
      Bit full = regBit("full", false);
      in.ready().set(full.not().or(out.ready()));
      out.valid().set(full);
      out.payload().set(delayWhen("word", in.payload(), in.fire()));
      when(in.fire(), () -> full.set(bit(true))).elseWhen(out.fire(), () -> full.set(bit(false)));
    }
  }

  private static final class StreamChain extends Module {
    StreamChain() {
      Stream<Bits> in = inputStream("in_word", 8);
      Stream<Bits> out = outputStream("out_word", 8);
      StreamRegister first = instance("first", StreamRegister::new);
      StreamRegister second = instance("second", StreamRegister::new);
      Stream<Bits> between = wireStream("between", 8);
      first.in.connectFrom(in);
      between.connectFrom(first.out);
      second.in.connectFrom(between);
      out.connectFrom(second.out);
    }
  }

  @Test
  void deliversEveryWordOnceAndInOrder() {
    Random random = RtlBench.random(61);
    assertThat(run(c -> true, c -> true, random)).isEqualTo(CYCLES - 2);
    assertThat(run(c -> true, c -> random.nextInt(3) == 0, random)).isGreaterThan(CYCLES / 4);
    assertThat(run(c -> random.nextInt(3) == 0, c -> true, random)).isGreaterThan(CYCLES / 4);
    assertThat(run(c -> random.nextBoolean(), c -> random.nextBoolean(), random))
        .isGreaterThan(CYCLES / 4);
    assertThat(run(c -> c % 17 < 9, c -> c % 13 == 12, random)).isGreaterThan(CYCLES / 20);
  }

  @Test
  void noticesOneWrongBit() {
    try (Simulation sim = RtlBench.quick("StreamChain", StreamChain::new)) {
      PortRows stimulus = stimulus(sim, c -> true, c -> true, new Random(1));
      PortRows response = sim.run(stimulus, sim.outputs());
      RtlBench.flipBit(response, 100, "out_word_payload");
      assertThatThrownBy(() -> compare(stimulus, response)).isInstanceOf(AssertionError.class);
    }
  }

  private static int run(IntPredicate offers, IntPredicate takes, Random random) {
    try (Simulation sim = RtlBench.quick("StreamChain", StreamChain::new)) {
      PortRows stimulus = stimulus(sim, offers, takes, random);
      return compare(stimulus, sim.run(stimulus, sim.outputs()));
    }
  }

  /** A valid word that is not taken may change here, so only taken words count. */
  private static PortRows stimulus(
      Simulation sim, IntPredicate offers, IntPredicate takes, Random random) {
    sim.reset();
    PortRows rows = sim.layout("in_word_valid", "in_word_payload", "out_word_ready").rows(CYCLES);
    for (int c = 0; c < CYCLES; c++) {
      rows.set(c, "in_word_valid", offers.test(c) ? 1 : 0);
      rows.set(c, "out_word_ready", takes.test(c) ? 1 : 0);
      rows.set(c, "in_word_payload", random.nextInt(256));
    }
    return rows;
  }

  /** Returns the number of words delivered. */
  private static int compare(PortRows in, PortRows out) {
    List<Long> sent = new ArrayList<>();
    List<Long> received = new ArrayList<>();
    for (int c = 0; c < CYCLES; c++) {
      if (in.get(c, "in_word_valid") == 1 && out.get(c, "in_word_ready") == 1) {
        sent.add(in.get(c, "in_word_payload"));
      }
      if (out.get(c, "out_word_valid") == 1 && in.get(c, "out_word_ready") == 1) {
        received.add(out.get(c, "out_word_payload"));
      }
    }
    assertThat(sent.size() - received.size()).as("words inside").isBetween(0, 2);
    assertThat(received).isEqualTo(sent.subList(0, received.size()));
    return received.size();
  }
}
