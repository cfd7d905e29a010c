/** The tops of boards in simulation, driven through their pins. */
package io.samforge.sim.board;
