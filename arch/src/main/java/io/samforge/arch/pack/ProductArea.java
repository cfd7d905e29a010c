package io.samforge.arch.pack;

import io.samforge.arch.program.LayerCompiler;

/**
 * Equal places in device memory for one side of the products of a run.
 *
 * @param address byte address of the first place
 * @param stride bytes from one place to the next
 */
public record ProductArea(long address, long stride) {
  /** Refuses places that are not aligned. */
  public ProductArea {
    int unit = LayerCompiler.ALIGNMENT;
    if (address < 0 || stride < unit || address % unit != 0 || stride % unit != 0) {
      throw new IllegalArgumentException("places of " + stride + " bytes from " + address);
    }
  }

  /** Returns the address of a place. */
  public long place(int index) {
    return address + index * stride;
  }
}
