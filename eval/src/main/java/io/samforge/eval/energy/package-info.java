/**
 * Modelled energy of engines: cells counted by Yosys, toggles counted in Verilator, cycles, DRAM
 * traffic and published figures for the energy of primitives. No board is involved.
 */
package io.samforge.eval.energy;
