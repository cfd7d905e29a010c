/** Cross-checks with Icarus Verilog, a simulator that shares nothing with Verilator. */
package io.samforge.sim.icarus;
