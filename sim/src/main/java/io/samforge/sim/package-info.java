/** Cycle-accurate simulation of generated Verilog: per signal, in batches, and behind AXI4. */
package io.samforge.sim;
