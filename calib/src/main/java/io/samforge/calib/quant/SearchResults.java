package io.samforge.calib.quant;

import io.samforge.arch.format.HluqParameters;
import io.samforge.arch.layer.QuantizedWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The results of searches as bytes, big-endian and without padding. */
final class SearchResults {
  private static final int CANDIDATE_BYTES = 6 * Double.BYTES + 2 * Integer.BYTES;

  private SearchResults() {}

  /** Bits, outputs and inputs, then scale, zero-point and codes of each output. */
  static byte[] bytes(QuantizedWeights weights) {
    int row = Double.BYTES + Integer.BYTES + weights.channels();
    ByteBuffer bytes = ByteBuffer.allocate(3 * Integer.BYTES + weights.outputs() * row);
    bytes.putInt(weights.bits()).putInt(weights.outputs()).putInt(weights.channels());
    for (int o = 0; o < weights.outputs(); o++) {
      bytes.putDouble(weights.scale()[o]).putInt(weights.zeroPoint()[o]).put(weights.codes()[o]);
    }
    return bytes.array();
  }

  /** The weights that {@link #bytes(QuantizedWeights)} wrote. */
  static QuantizedWeights weights(ByteBuffer bytes) {
    int bits = bytes.getInt();
    int outputs = bytes.getInt();
    byte[][] codes = new byte[outputs][bytes.getInt()];
    double[] scale = new double[outputs];
    int[] zeroPoint = new int[outputs];
    for (int o = 0; o < outputs; o++) {
      scale[o] = bytes.getDouble();
      zeroPoint[o] = bytes.getInt();
      bytes.get(codes[o]);
    }
    return new QuantizedWeights(bits, codes, scale, zeroPoint);
  }

  /** The index of the best candidate, then all candidates. */
  static byte[] bytes(HluqSearch.Outcome outcome) {
    List<HluqSearch.Candidate> all = outcome.all();
    ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + all.size() * CANDIDATE_BYTES);
    bytes.putInt(all.indexOf(outcome.best())).putInt(all.size());
    for (HluqSearch.Candidate candidate : all) {
      HluqParameters p = candidate.parameters();
      bytes.putDouble(candidate.rho()).putDouble(candidate.gamma()).putDouble(candidate.error());
      bytes.putInt(p.bits()).putInt(p.nLog());
      bytes.putDouble(p.offset()).putDouble(p.scaleLog()).putDouble(p.scaleUniform());
    }
    return bytes.array();
  }

  /** The outcome that {@link #bytes(HluqSearch.Outcome)} wrote. */
  static HluqSearch.Outcome outcome(ByteBuffer bytes) {
    int best = bytes.getInt();
    int count = bytes.getInt();
    List<HluqSearch.Candidate> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double rho = bytes.getDouble();
      double gamma = bytes.getDouble();
      double error = bytes.getDouble();
      HluqParameters parameters =
          new HluqParameters(
              bytes.getInt(),
              bytes.getInt(),
              bytes.getDouble(),
              bytes.getDouble(),
              bytes.getDouble());
      all.add(new HluqSearch.Candidate(rho, gamma, parameters, error));
    }
    return new HluqSearch.Outcome(all.get(best), all);
  }
}
