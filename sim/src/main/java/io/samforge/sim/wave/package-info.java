/** Pictures of waveforms. */
package io.samforge.sim.wave;
