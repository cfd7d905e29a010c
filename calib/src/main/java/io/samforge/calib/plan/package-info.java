/** Chooses the quantisers of all steps of a model from samples of what the steps read. */
package io.samforge.calib.plan;
