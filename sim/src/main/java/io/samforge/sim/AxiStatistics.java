package io.samforge.sim;

/**
 * What has passed the accelerator's AXI4 port so far.
 *
 * @param readBursts read bursts accepted
 * @param readBeats read beats taken
 * @param writeBursts write bursts accepted
 * @param writeBeats write beats accepted
 */
public record AxiStatistics(long readBursts, long readBeats, long writeBursts, long writeBeats) {}
