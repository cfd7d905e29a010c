/** Proofs about generated Verilog with Yosys and an SMT solver. */
package io.samforge.sim.prove;
