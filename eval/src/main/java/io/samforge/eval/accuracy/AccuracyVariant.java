package io.samforge.eval.accuracy;

import io.samforge.host.mask.MaskDecoder;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A way to compute masks that is compared with the float model.
 *
 * @param bits width of the codes; 32 for floats
 * @param scope what is quantised
 * @param method how, in a word such as {@code weights-only}
 * @param fingerprint changes when the variant computes something else
 * @param encoder makes its image encoder, which is closed after use; may take long
 * @param decoder makes its mask decoder; empty for the float decoder
 */
public record AccuracyVariant(
    int bits,
    Scope scope,
    String method,
    String fingerprint,
    Supplier<VariantEncoder> encoder,
    Optional<Supplier<MaskDecoder>> decoder) {
  /** The variant in a few words: {@code 4 bits, linears, weights-only}. */
  public String text() {
    return "%d bits, %s, %s".formatted(bits, scope, method);
  }
}
