/** What passed through the steps of a float model while it ran the calibration images. */
package io.samforge.calib.capture;
