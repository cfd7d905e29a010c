package io.samforge.calib.compile;

import io.samforge.arch.pack.ProgramUnit;
import io.samforge.arch.program.MemoryRegion;

/** A unit without addresses. */
interface UnplacedUnit {
  /** Returns the name of its first step. */
  String name();

  /** Returns the bytes that it takes of the resident memory. */
  long residentBytes();

  /**
   * Gives the unit its memory.
   *
   * @param resident memory that is written once
   * @param scratch memory of activations, all of it
   * @throws io.samforge.arch.UserError naming {@code dramMiB} when the scratch memory is too small
   */
  ProgramUnit place(MemoryRegion resident, MemoryRegion scratch);
}
