/** Benchmarks: how fast the simulation runs and how long it takes to build. */
package io.samforge.eval.bench;
