/** Mutants of hardware units, and which of them the units' checks notice. */
package io.samforge.sim.mutate;
