/** Proves the floating-point units of the generated Verilog against Java's own arithmetic. */
package io.samforge.sim.fp32;
