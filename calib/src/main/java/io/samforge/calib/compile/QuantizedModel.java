package io.samforge.calib.compile;

import io.samforge.arch.model.QuantizationPlan;
import io.samforge.calib.graph.StagedModel;

/**
 * A model and its quantisers.
 *
 * @param model steps, host parts and float weights
 * @param plan quantisers of the steps that the device computes
 */
public record QuantizedModel(StagedModel model, QuantizationPlan plan) {}
