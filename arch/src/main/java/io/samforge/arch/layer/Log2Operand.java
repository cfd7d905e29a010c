package io.samforge.arch.layer;

import io.samforge.arch.format.Log2Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * A log2 operand, made for post-softmax probabilities: one entry per residue class, whose codes are
 * powers of two on the shift path.
 *
 * @param parameters the quantiser of all channels
 */
public record Log2Operand(Log2Parameters parameters) implements Operand {

  @Override
  public int bits() {
    return parameters.bits();
  }

  @Override
  public int codes() {
    return parameters.levels() + 1;
  }

  @Override
  public int entries() {
    return parameters.tau();
  }

  @Override
  public Log2Parameters quantizer(int channel) {
    return parameters;
  }

  @Override
  public double entryScale(int entry) {
    return Math.scalb(parameters.classScales().get(entry), 1 - parameters.octaves());
  }

  @Override
  public int entryValue(int entry, int code) {
    boolean inClass = code > 0 && parameters.residue(code) == entry;
    return inClass ? 1 << parameters.octaves() - 1 - parameters.octave(code) : 0;
  }

  @Override
  public SlotCode.Residues slotCode() {
    return new SlotCode.Residues(parameters.levels(), parameters.tau());
  }

  @Override
  public SlotMap slots(int channels, int reductionLanes) {
    return SlotMap.replicated(channels, slotCode(), reductionLanes);
  }

  @Override
  public Log2Operand withEntryScales(double[] scales) {
    List<Double> classScales = new ArrayList<>();
    for (double s : scales) {
      classScales.add(Math.scalb(s, parameters.octaves() - 1));
    }
    return new Log2Operand(parameters.withClassScales(classScales));
  }
}
