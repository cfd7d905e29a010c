package io.samforge.hdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Pins the text of every error that a description can cause while it is written. */
class HdlErrorTest {

  /** Signals to make mistakes with. */
  private static final class Bench extends Module {
    final Bits bits4 = inputBits("bits4", 4);
    final Bits bits5 = inputBits("bits5", 5);
    final Unsigned u4 = inputUnsigned("u4", 4);
    final Unsigned u5 = inputUnsigned("u5", 5);
    final Signed s4 = inputSigned("s4", 4);
    final Signed s5 = inputSigned("s5", 5);
    final Bit flag = inputBit("flag");
    final Unsigned out = outputUnsigned("out", 4);

    Bench(Consumer<Bench> mistake) {
      out.set(u4);
      mistake.accept(this);
    }

    static Memory declareMemory(String name, int width, int depth) {
      return memory(name, width, depth);
    }

    static <S extends Signal<S>> S delayed(String name, S value, int cycles) {
      return delayBy(name, value, cycles);
    }
  }

  @Test
  void namesTheJavaLineOfAWidthMismatch() {
    AtomicInteger line = new AtomicInteger();
    assertThatThrownBy(
            () ->
                emit(
                    b -> {
                      line.set(lineOfCaller() + 1);
                      b.out.set(b.u5);
                    }))
        .isInstanceOf(HdlException.class)
        .hasMessage(
            "width mismatch in set: 'out' has 4 bits, 'u5' has 5 (at HdlErrorTest.java:"
                + line.get()
                + ")");
    assertThat(line.get()).isPositive();
  }

  @Test
  void operandsOfDifferentWidths() {
    refused(b -> b.u4.plus(b.u5), "width mismatch in plus: 'u4' has 4 bits, 'u5' has 5");
    refused(b -> b.u4.minus(b.u5), "width mismatch in minus: 'u4' has 4 bits, 'u5' has 5");
    refused(b -> b.u4.lt(b.u5), "width mismatch in lt: 'u4' has 4 bits, 'u5' has 5");
    refused(b -> b.u4.le(b.u5), "width mismatch in le: 'u4' has 4 bits, 'u5' has 5");
    refused(b -> b.u4.gt(b.u5), "width mismatch in lt: 'u5' has 5 bits, 'u4' has 4");
    refused(b -> b.s4.plus(b.s5), "width mismatch in plus: 's4' has 4 bits, 's5' has 5");
    refused(b -> b.s4.minus(b.s5), "width mismatch in minus: 's4' has 4 bits, 's5' has 5");
    refused(b -> b.s4.lt(b.s5), "width mismatch in lt: 's4' has 4 bits, 's5' has 5");
    refused(b -> b.s4.ge(b.s5), "width mismatch in le: 's5' has 5 bits, 's4' has 4");
    refused(b -> b.bits4.and(b.bits5), "width mismatch in and: 'bits4' has 4 bits, 'bits5' has 5");
    refused(b -> b.bits4.or(b.bits5), "width mismatch in or: 'bits4' has 4 bits, 'bits5' has 5");
    refused(b -> b.bits4.xor(b.bits5), "width mismatch in xor: 'bits4' has 4 bits, 'bits5' has 5");
    refused(b -> b.u4.eq(b.u5), "width mismatch in comparison: 'u4' has 4 bits, 'u5' has 5");
    refused(
        b -> b.u4.orElse(b.flag, b.u5),
        "width mismatch in multiplexer: 'u4' has 4 bits, 'u5' has 5");
    refused(
        b -> b.u4.plus(b.u5.times(b.u4)),
        "width mismatch in plus: 'u4' has 4 bits, the value has 9");
  }

  @Test
  void bitsOutsideAVector() {
    refused(b -> b.u4.bit(4), "bit 4 of 'u4' is outside 0..3");
    refused(b -> b.u4.bit(-1), "bit -1 of 'u4' is outside 0..3");
    refused(b -> b.u5.slice(3, 3), "slice of 3 bits from 3 exceeds 'u5' of 5");
    refused(b -> b.u5.slice(0, 0), "slice of 0 bits from 0 exceeds 'u5' of 5");
    refused(b -> b.u4.truncate(5), "cannot truncate 4 bits to 5");
    refused(b -> b.u5.extend(4), "cannot extend 5 bits to 4; use truncate to drop bits");
    refused(b -> Module.wireBits("none", 0), "a vector needs at least 1 bit, not 0");
  }

  @Test
  void constantsThatDoNotFit() {
    refused(b -> Module.unsigned(16, 4), "constant 16 does not fit 4 unsigned bits");
    refused(b -> Module.unsigned(-1, 4), "constant -1 does not fit 4 unsigned bits");
    refused(b -> Module.signed(8, 4), "constant 8 does not fit 4 signed bits");
    refused(b -> Module.signed(-9, 4), "constant -9 does not fit 4 signed bits");
    refused(b -> b.u4.plus(16), "constant 16 does not fit 4 unsigned bits");
    refused(b -> b.u4.eq(16), "constant 16 does not fit 4 unsigned bits");
    refused(b -> Module.bits(BigInteger.valueOf(256), 8), "constant 256 does not fit 8 bits");
    refused(b -> Module.bits(BigInteger.ONE.negate(), 8), "constant -1 does not fit 8 bits");
    refused(b -> Module.regUnsigned("r", 4, 16), "constant 16 does not fit 4 unsigned bits");
  }

  @Test
  void memoryPortsOfTheWrongWidth() {
    refused(b -> Bench.declareMemory("m", 0, 4), "memory 'm' of 4 words of 0 bits");
    refused(
        b -> Bench.declareMemory("m", 8, 10).readAsync(b.u5),
        "memory 'm' takes an address of 4 bits, not 5");
    refused(
        b -> Bench.declareMemory("m", 8, 10).write(b.u4, b.bits5, b.flag),
        "memory 'm' has words of 8 bits, not 5");
    refused(
        b -> Bench.declareMemory("m", 5, 10).write(b.u4, b.bits5, b.flag, b.bits4),
        "a mask of 4 bits does not divide a word of 5");
  }

  @Test
  void delaysIntoTheFuture() {
    refused(b -> Bench.delayed("d", b.u4, -1), "'d' is delayed by -1 cycles");
  }

  private static void refused(Consumer<Bench> mistake, String message) {
    assertThatThrownBy(() -> emit(mistake))
        .isInstanceOf(HdlException.class)
        .hasMessageMatching(Pattern.quote(message) + " \\(at HdlErrorTest\\.java:\\d+\\)");
  }

  private static void emit(Consumer<Bench> mistake) {
    VerilogEmitter.emit("", () -> new Bench(mistake));
  }

  private static int lineOfCaller() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }
}
