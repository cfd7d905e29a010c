/**
 * Boards in simulation: the accelerator behind the interface of the host, and the tops of boards
 * driven through their pins.
 */
package io.samforge.sim.board;
