/**
 * The host side of a board: transports and the runtime that streams images.
 *
 * <p>Empty so far; docs/roadmap.md says what comes. Until then {@code
 * io.samforge.sim.accel.ProgramRunner} loads and runs programs on the simulated accelerator.
 */
package io.samforge.host;
