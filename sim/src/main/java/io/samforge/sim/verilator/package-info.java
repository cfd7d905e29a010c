/** Builds Verilog into shared libraries with Verilator and g++, cached by content. */
package io.samforge.sim.verilator;
