package io.samforge.hdl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Pins the text of the errors that are found once a description is complete. */
class ElaborationErrorTest {

  private static final class Child extends Module {
    final Bit in = inputBit("in_bit");
    final Bit out = outputBit("out_bit");
    final Bit inner = delay("inner", in);

    Child() {
      out.set(inner);
    }
  }

  private static final class Bench extends Module {
    final Bit a = inputBit("a");
    final Unsigned number = inputUnsigned("number", 2);
    final Bit q = outputBit("q");

    Bench(Consumer<Bench> body) {
      body.accept(this);
    }

    Child child() {
      return instance("child", Child::new);
    }

    static void conditional(Bit condition, Runnable body) {
      when(condition, body);
    }

    static void selected(Unsigned selector, Consumer<Switch> branches) {
      switchOn(selector, branches);
    }

    static Bit declaredWire(String name) {
      return wireBit(name);
    }

    static Bit delayed(String name, Bit value) {
      return delay(name, value);
    }
  }

  @Test
  void signalsWithoutADriver() {
    refused(b -> {}, "NO DRIVER ON (q : out Bool) (combinatorial signal with no logic connection)");
    refused(
        b -> b.q.set(b.child().out),
        "NO DRIVER ON (child/in_bit : in Bool) (combinatorial signal with no logic connection)");
    refused(
        b -> b.q.set(Module.dataReg("never_set", b.a)), "UNASSIGNED REGISTER (never_set :  Bool)");
  }

  @Test
  void latches() {
    String message =
        "LATCH DETECTED for the combinatorial signal (q : out Bool) (no bits assigned)";
    refused(b -> Bench.conditional(b.a, () -> b.q.set(Module.bit(true))), message);
    refused(b -> Bench.selected(b.number, s -> s.is(0, () -> b.q.set(b.a))), message);
  }

  @Test
  void severalDrivers() {
    refused(
        b -> {
          b.q.set(b.a);
          b.q.set(b.a.not());
        },
        "ASSIGNMENT OVERLAP: Signal (q : out Bool) assigned");
  }

  @Test
  void accessThroughTheHierarchy() {
    refused(
        b -> {
          Child child = b.child();
          child.in.set(b.a);
          b.q.set(child.inner);
        },
        "HIERARCHY VIOLATION (read access): Attempted to read signal '(child/inner :  Bool)' (an"
            + " instance of Bool)");
    refused(
        b -> {
          b.q.set(b.a);
          b.a.set(Module.bit(true));
        },
        "HIERARCHY VIOLATION (assignment): Attempted to assign to signal '(a : in Bool)' (an"
            + " instance of Bool)");
  }

  @Test
  void loopsWithoutARegister() {
    assertThatThrownBy(
            () ->
                emit(
                    b -> {
                      Bit x = Bench.declaredWire("x");
                      Bit y = Bench.declaredWire("y");
                      x.set(y.not());
                      y.set(x.and(b.a));
                      b.q.set(x);
                    }))
        .isInstanceOf(HdlException.class)
        .hasMessageStartingWith("COMBINATORIAL LOOP through x, y");
  }

  @Test
  void namesThatAreTaken() {
    refused(
        b -> b.q.set(Bench.delayed("twice", b.a).and(Bench.delayed("twice", b.a.not()))),
        "Reserved name twice is not free for (twice :  Bool)");
    refused(
        b -> b.q.set(Bench.delayed("constant", b.a)),
        "Reserved name constant is not free for (constant :  Bool)");
  }

  @Test
  void branchesThatAreNeverTaken() {
    refused(
        b -> {
          b.q.withDefault(Module.bit(false));
          Bench.selected(
              b.number, s -> s.is(1, () -> b.q.set(b.a)).is(1, () -> b.q.set(b.a.not())));
        },
        "UNREACHABLE IS STATEMENT in the switch statement");
  }

  private static void refused(Consumer<Bench> body, String message) {
    assertThatThrownBy(() -> emit(body))
        .isInstanceOf(HdlException.class)
        .hasMessageStartingWith(message + " (at ElaborationErrorTest.java:");
  }

  private static void emit(Consumer<Bench> body) {
    VerilogEmitter.emit("", () -> new Bench(body));
  }
}
