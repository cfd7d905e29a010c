package io.samforge.host.run;

/**
 * Activation codes between two linear steps.
 *
 * @param codes unsigned codes in channel order, [tokens][channels]; null when they stay in the
 *     memory of the device
 */
public record CodeTensor(byte[][] codes) implements StepValue {}
