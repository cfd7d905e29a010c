package io.samforge.eval.accuracy;

import io.samforge.host.mask.MaskDecoder;
import java.util.Optional;
import java.util.function.Supplier;

/** The mask decoder of a variant: its own, which is closed with this, or that of the floats. */
final class VariantDecoder implements AutoCloseable {
  private final Optional<MaskDecoder> own;
  private final Supplier<MaskDecoder> floats;

  private VariantDecoder(Optional<MaskDecoder> own, Supplier<MaskDecoder> floats) {
    this.own = own;
    this.floats = floats;
  }

  /** Makes the decoder of {@code variant}; {@code floats} is asked only if it has none. */
  static VariantDecoder of(AccuracyVariant variant, Supplier<MaskDecoder> floats) {
    return new VariantDecoder(variant.decoder().map(Supplier::get), floats);
  }

  /** The decoder. */
  MaskDecoder get() {
    return own.orElseGet(floats);
  }

  @Override
  public void close() {
    own.ifPresent(MaskDecoder::close);
  }
}
