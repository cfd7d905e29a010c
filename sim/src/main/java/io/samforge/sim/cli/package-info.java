/** Commands about generated Verilog. */
package io.samforge.sim.cli;
