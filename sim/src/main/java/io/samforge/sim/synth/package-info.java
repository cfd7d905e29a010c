/** From the Verilog of a board's top to figures and, where open tools can, to a bitstream. */
package io.samforge.sim.synth;
