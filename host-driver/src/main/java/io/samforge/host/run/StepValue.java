package io.samforge.host.run;

/** What passes from one step to another. */
public sealed interface StepValue permits FloatTensor, CodeTensor {}
