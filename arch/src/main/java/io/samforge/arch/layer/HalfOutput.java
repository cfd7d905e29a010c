package io.samforge.arch.layer;

/** The floats y rounded to 16 bits, {@link io.samforge.arch.format.HalfFloat}. */
public record HalfOutput() implements OutputSpec {}
