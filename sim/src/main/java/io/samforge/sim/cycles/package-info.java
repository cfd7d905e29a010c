/**
 * The cycle model: how many cycles a program takes, without simulating any data.
 *
 * <p>Every class counts what one control block of the hardware counts and moves on a clock tick;
 * nothing holds an activation or a weight. With the same memory timing its counters equal those of
 * the Verilog, cycle for cycle.
 */
package io.samforge.sim.cycles;
