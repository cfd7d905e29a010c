/** Runs a model step by step: host parts in ONNX Runtime, the others in a {@link StepEngine}. */
package io.samforge.host.run;
