package io.samforge.rtl.dma;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;

/**
 * A first-in first-out queue in distributed memory.
 *
 * <p>A word can leave in the cycle after it entered. {@code count} is the number of words inside.
 * Reset: empty.
 */
public final class BeatFifo extends Module {
  public final Stream<Bits> push;
  public final Stream<Bits> pop;
  public final Unsigned count;

  /** Creates a queue of {@code depth} words of {@code width} bits; depth is a power of two. */
  public BeatFifo(int width, int depth) {
    int addressBits = Math.max(1, 31 - Integer.numberOfLeadingZeros(depth));
    push = inputStream("push", width);
    pop = outputStream("pop", width);
    count = outputUnsigned("count", addressBits + 1);

    Memory memory = memory("words", width, depth).distributed();
    Unsigned head = regUnsigned("head", addressBits, 0);
    Unsigned tail = regUnsigned("tail", addressBits, 0);
    Unsigned level = regUnsigned("level", addressBits + 1, 0);
    Bit pushed = push.fire();
    Bit popped = pop.fire();
    push.ready().set(level.ne(depth));
    pop.valid().set(level.ne(0));
    pop.payload().set(memory.readAsync(head));
    memory.write(tail, push.payload(), pushed);
    when(pushed, () -> tail.set(tail.plus(1)));
    when(popped, () -> head.set(head.plus(1)));
    when(pushed.and(popped.not()), () -> level.set(level.plus(1)))
        .elseWhen(popped.and(pushed.not()), () -> level.set(level.minus(1)));
    count.set(level);
  }
}
