/**
 * The arithmetic units of the accelerator.
 *
 * <p>Every unit is a free-running pipeline: it takes new inputs in every cycle, never stalls, and
 * carries no valid bit. Whoever instantiates it delays its own valid bit by the unit's latency and
 * holds results that it cannot use yet. Data registers have no reset, so outputs are meaningless
 * until the first inputs have passed.
 */
package io.samforge.rtl.unit;
