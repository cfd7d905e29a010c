package io.samforge.arch.golden;

/**
 * Everything that a layer computes, [tokens][outputs] each.
 *
 * @param results the exact integers P
 * @param values the floats y, rounded to 16 bits where the layer delivers these
 * @param codes the unsigned activation codes; null for a layer with raw output
 */
public record GoldenOutput(long[][] results, float[][] values, byte[][] codes) {}
