/** The Verilog of one configuration, packed for other people's flows. */
package io.samforge.sim.release;
