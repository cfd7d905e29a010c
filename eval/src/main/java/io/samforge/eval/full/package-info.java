/** Simulates a whole quantised model on one photograph and compares every bit. */
package io.samforge.eval.full;
