package io.samforge.arch.layer;

import io.samforge.arch.format.Quantizer;

/** How the operand codes of a layer stand for real numbers (architecture, section 3). */
public sealed interface Operand permits CagOperand, HluqOperand {
  /** Returns the bits of a code. */
  int bits();

  /** Returns the number of entries j: one per channel group, or the two paths of HLUQ. */
  int entries();

  /** Returns the quantiser of an input channel: what encodes its values. */
  Quantizer quantizer(int channel);

  /** Returns the real value s_j of one unit of an entry. */
  double entryScale(int entry);

  /** Returns the integer e that a code contributes to an entry. */
  int entryValue(int entry, int code);

  /** Returns the same operand with its entry scales replaced. */
  Operand withEntryScales(double[] scales);
}
