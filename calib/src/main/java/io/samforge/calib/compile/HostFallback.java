package io.samforge.calib.compile;

/**
 * A quantised step that the host computes in floats all the same.
 *
 * @param function the function that it belongs to
 * @param step the name of the step
 * @param reason why it does not fit the device
 */
public record HostFallback(String function, String step, String reason) {}
