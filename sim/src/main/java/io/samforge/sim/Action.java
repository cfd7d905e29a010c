package io.samforge.sim;

/**
 * One thing done to a simulated accelerator from outside.
 *
 * <p>A simulation is a function of its actions, so a list of them is all a replay needs.
 */
sealed interface Action {
  /** Cycles after which a register transfer is given up. */
  long REGISTER_BUDGET = 1000;

  /** Performs the action. */
  void perform(NativeAccelerator target);

  /** Holds reset for some cycles. */
  record Reset(int cycles) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.reset(cycles);
    }
  }

  /** Writes bytes to memory; the array must not change afterwards. */
  record WriteMemory(long address, byte[] bytes) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.write(address, bytes, 0, bytes.length);
    }
  }

  /** Fills memory with one value. */
  record FillMemory(long address, long length, byte value) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.fill(address, length, value);
    }
  }

  /** Writes a register. */
  record WriteRegister(int address, int value) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.writeRegister(address, value, REGISTER_BUDGET);
    }
  }

  /** Reads a register; the value is lost, the cycles count. */
  record ReadRegister(int address) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.readRegister(address, REGISTER_BUDGET);
    }
  }

  /** Makes every read, or every write, of the beat at an address fail. */
  record InjectError(boolean read, long address) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      if (read) {
        target.failRead(address);
      } else {
        target.failWrite(address);
      }
    }
  }

  /** Runs cycles, perhaps ending at the interrupt. */
  record Run(long cycles, boolean stopAtInterrupt) implements Action {
    @Override
    public void perform(NativeAccelerator target) {
      target.run(cycles, stopAtInterrupt);
    }
  }
}
