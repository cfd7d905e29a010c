package io.samforge.arch.program;

/**
 * What a person or a report wants to know about one layer of a program.
 *
 * @param name the layer's name
 * @param input index of the operand tensor
 * @param output index of the output tensor
 * @param channels input channels, without padding
 * @param outputs output channels, without padding
 * @param macs multiply-accumulate operations, without padding
 */
public record ProgramLayer(
    String name, int input, int output, int channels, int outputs, long macs) {}
