package io.samforge.calib.recon;

import ai.djl.ndarray.NDManager;
import io.samforge.arch.format.UniformParameters;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.SnappedOperand;
import io.samforge.arch.layer.WideOperand;
import java.util.Optional;

/**
 * An operand with its quantiser for training.
 *
 * @param start the operand before training
 * @param quantizer the quantiser
 * @param free whether its scales may change
 */
record LearnedOperand(SnappedOperand start, FakeQuantizer quantizer, boolean free) {

  /**
   * Makes the quantiser of an operand.
   *
   * @param channels number of channels
   * @param channelsFirst whether values are [channels][tokens] and not [...][channels]
   */
  static LearnedOperand of(
      NDManager manager,
      SnappedOperand start,
      int channels,
      boolean channelsFirst,
      ScaleRates rates) {
    FakeQuantizer quantizer;
    // Steps of 8 bits are so small that there is nothing to learn.
    boolean wide = start.operand() instanceof WideOperand;
    ScaleRates own = wide ? new ScaleRates(0, true) : rates;
    Optional<CagOperand> groups = start.operand().grouped();
    if (groups.isPresent()) {
      CagOperand cag = groups.get();
      if (cag.groupOfChannel().length != channels) {
        throw new IllegalArgumentException(
            cag.groupOfChannel().length + " grouped channels in a step of " + channels);
      }
      double[] scales = cag.groups().stream().mapToDouble(UniformParameters::scale).toArray();
      quantizer =
          new UniformFakeQuantizer(
              manager,
              cag.bits(),
              own.learned(manager, scales),
              cag.groupOfChannel(),
              cag.zeroPoint(),
              channelsFirst);
    } else if (start.operand() instanceof HluqOperand hluq) {
      quantizer =
          new HluqFakeQuantizer(
              hluq.parameters(),
              rates.learned(manager, hluq.parameters().scaleLog()),
              rates.learned(manager, hluq.parameters().scaleUniform()));
    } else {
      quantizer = new Log2FakeQuantizer(((Log2Operand) start.operand()).parameters());
    }
    return new LearnedOperand(start, quantizer, own.rate() > 0);
  }

  /** Returns the operand with the learned scales, on a grid. */
  SnappedOperand result() {
    if (!free || quantizer.learned().isEmpty()) {
      return start;
    }
    if (start.operand() instanceof HluqOperand hluq) {
      double log = quantizer.learned().get(0).value().getFloat(0);
      double uniform = quantizer.learned().get(1).value().getFloat(0);
      return SnappedOperand.snap(new HluqOperand(hluq.parameters().withScales(log, uniform)));
    }
    double[] scales = ScaleRates.values(quantizer.learned().get(0));
    return SnappedOperand.snap(start.operand().withEntryScales(scales));
  }
}
