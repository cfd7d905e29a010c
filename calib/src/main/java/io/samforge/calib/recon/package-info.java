/**
 * Learns rounding of weights and scales of activations, one unit of a model at a time, so that the
 * unit's output stays close to that of the float model (algorithm, section 10).
 */
package io.samforge.calib.recon;
