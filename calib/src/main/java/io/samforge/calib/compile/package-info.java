/** Turns quantised models into model packages: programs, memory plan, parts of the host. */
package io.samforge.calib.compile;
