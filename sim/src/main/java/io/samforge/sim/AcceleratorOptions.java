package io.samforge.sim;

import io.samforge.arch.UserError;

/**
 * What surrounds a simulated accelerator.
 *
 * @param dramBytes size of the DRAM at address 0: a multiple of 4096, at most 4 GiB; pages that are
 *     never touched cost nothing
 * @param memory timing of the DRAM
 * @param writeLog whether the cycle of the last write to every beat is kept, for {@link
 *     AcceleratorSimulation#writeCycle}
 * @param journal whether everything done to the simulation is kept, for {@link
 *     AcceleratorSimulation#replay}; it holds a copy of all data written to memory
 */
public record AcceleratorOptions(
    long dramBytes, MemoryModel memory, boolean writeLog, boolean journal) {
  private static final long PAGE = 4096;
  private static final long MOST = 1L << 32;

  /** Checks the size. */
  public AcceleratorOptions {
    if (dramBytes <= 0 || dramBytes > MOST || dramBytes % PAGE != 0) {
      throw new UserError(
          "DRAM of " + dramBytes + " bytes; allowed is a multiple of 4096 up to 4294967296");
    }
  }

  /** Returns an ideal memory of some size, with journal and without write log. */
  public static AcceleratorOptions of(long dramBytes) {
    return new AcceleratorOptions(dramBytes, MemoryModel.ideal(), false, true);
  }

  /** Returns these options with another memory timing. */
  public AcceleratorOptions withMemory(MemoryModel wanted) {
    return new AcceleratorOptions(dramBytes, wanted, writeLog, journal);
  }

  /** Returns these options with the write log. */
  public AcceleratorOptions withWriteLog() {
    return new AcceleratorOptions(dramBytes, memory, true, journal);
  }

  /** Returns these options without the journal, for long runs that are never replayed. */
  public AcceleratorOptions withoutJournal() {
    return new AcceleratorOptions(dramBytes, memory, writeLog, false);
  }
}
