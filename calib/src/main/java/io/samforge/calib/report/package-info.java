/** Tables and pages about a calibration. */
package io.samforge.calib.report;
