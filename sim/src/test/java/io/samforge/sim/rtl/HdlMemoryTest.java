package io.samforge.sim.rtl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.sim.PortRows;
import io.samforge.sim.Simulation;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares memories with arrays. */
class HdlMemoryTest {
  private static final int CYCLES = 20_000;
  private static final int DEPTH = 11;
  private static final int PART_BITS = 8;
  private static final int PARTS = 4;

  private static final class MemoriesUnderTest extends Module {
    MemoriesUnderTest() {
      Unsigned writeAddress = inputUnsigned("write_address", 4);
      Bits data = inputBits("data", PARTS * PART_BITS);
      Bit write = inputBit("write");
      Bits mask = inputBits("mask", PARTS);
      Unsigned readAddress = inputUnsigned("read_address", 4);
      Bit read = inputBit("read");

      Memory whole = memory("whole", data.width(), DEPTH);
      whole.write(writeAddress, data, write);
      outputBits("sync", data.width()).set(whole.readSync(readAddress, read));

      Memory masked = memory("masked", data.width(), DEPTH);
      masked.write(writeAddress, data, write, mask);
      outputBits("masked_sync", data.width()).set(masked.readSync(readAddress, read));

      Memory distributed = memory("distributed_words", data.width(), DEPTH).distributed();
      distributed.write(writeAddress, data, write, mask);
      outputBits("async", data.width()).set(distributed.readAsync(readAddress));
      outputBits("async_other", data.width()).set(distributed.readAsync(writeAddress));

      Memory registers = memory("register_words", data.width(), DEPTH).registers();
      registers.write(writeAddress, data, write);
      outputBits("registers", data.width()).set(registers.readAsync(readAddress));
    }
  }

  @Test
  void equalArrays() {
    Random random = RtlBench.random(21);
    try (Simulation sim = RtlBench.quick("MemoriesUnderTest", MemoriesUnderTest::new)) {
      PortRows stimulus = sim.inputs().rows(CYCLES);
      for (int c = 0; c < CYCLES; c++) {
        int address = random.nextInt(DEPTH);
        stimulus.set(c, "write_address", address).set(c, "write", random.nextInt(2));
        stimulus.set(c, "data", random.nextInt() & 0xffffffffL);
        stimulus.set(c, "mask", random.nextInt(1 << PARTS)).set(c, "read", random.nextInt(2));
        // Every other read is at the address that is written in the same cycle.
        int other = random.nextBoolean() ? address : random.nextInt(DEPTH);
        stimulus.set(c, "read_address", other);
      }
      PortRows response = sim.run(stimulus, sim.outputs());
      compare(stimulus, response);
      for (String port :
          new String[] {"sync", "masked_sync", "async", "async_other", "registers"}) {
        RtlBench.flipBit(response, 12_345, port);
        assertThatThrownBy(() -> compare(stimulus, response))
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining("cycle 12345: " + port);
        RtlBench.flipBit(response, 12_345, port);
      }
    }
  }

  private static void compare(PortRows in, PortRows out) {
    long[] whole = new long[DEPTH];
    long[] masked = new long[DEPTH];
    long sync = 0;
    long maskedSync = 0;
    for (int c = 0; c < CYCLES; c++) {
      int write = (int) in.get(c, "write_address");
      int read = (int) in.get(c, "read_address");
      expect(c, out, "sync", sync);
      expect(c, out, "masked_sync", maskedSync);
      expect(c, out, "async", masked[read]);
      expect(c, out, "async_other", masked[write]);
      expect(c, out, "registers", whole[read]);
      if (in.get(c, "read") == 1) {
        sync = whole[read];
        maskedSync = masked[read];
      }
      if (in.get(c, "write") == 1) {
        long parts = partMask((int) in.get(c, "mask"));
        long data = in.get(c, "data");
        whole[write] = data;
        masked[write] = masked[write] & ~parts | data & parts;
      }
    }
  }

  private static long partMask(int mask) {
    long bits = 0;
    for (int part = 0; part < PARTS; part++) {
      bits |= (mask >> part & 1) == 1 ? 0xffL << (PART_BITS * part) : 0;
    }
    return bits;
  }

  private static void expect(int cycle, PortRows out, String port, long expected) {
    if (out.get(cycle, port) != expected) {
      fail("cycle %d: %s is %x, not %x", cycle, port, out.get(cycle, port), expected);
    }
  }
}
