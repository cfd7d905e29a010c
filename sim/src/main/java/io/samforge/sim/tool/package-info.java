/** External tools that judge generated Verilog: synthesis and lint. */
package io.samforge.sim.tool;
