package io.samforge.arch.layer;

/** The floats y as they are. */
public record RawOutput() implements OutputSpec {}
