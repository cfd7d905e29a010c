/** Lint of whole generated designs: Verilator and Yosys, with reasoned waivers. */
package io.samforge.sim.lint;
