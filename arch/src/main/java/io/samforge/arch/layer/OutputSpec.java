package io.samforge.arch.layer;

/** What a layer delivers for every output channel. */
public sealed interface OutputSpec permits RawOutput, HalfOutput, CodeOutput {}
