/** The simulated accelerator as a board of the host. */
package io.samforge.sim.board;
