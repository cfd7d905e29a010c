/** Engines that compute the accelerated steps of a model in floats, as it is or rounded. */
package io.samforge.calib.run;
