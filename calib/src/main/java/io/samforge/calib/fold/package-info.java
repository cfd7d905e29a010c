/** Transformations that fold signs and scales of channels into the weights of an attention. */
package io.samforge.calib.fold;
