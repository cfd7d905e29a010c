package io.samforge.rtl.gemm;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Signal;
import java.util.ArrayList;
import java.util.List;

/** Delays the control signals of an issued token, stage by stage, alongside its data. */
final class PassPipeline extends Module {
  private PassPipeline() {}

  /** Returns the signal after 0, 1, ... {@code stages} cycles; bits are reset to 0. */
  static List<Bit> bits(String name, Bit signal, int stages) {
    List<Bit> delayed = new ArrayList<>(List.of(signal));
    for (int stage = 1; stage <= stages; stage++) {
      delayed.add(delayBit(name + "_" + stage, delayed.get(stage - 1)));
    }
    return delayed;
  }

  /** Returns the value after {@code stages} cycles; its registers have no reset. */
  static <S extends Signal<S>> S value(String name, S signal, int stages) {
    S delayed = signal;
    for (int stage = 1; stage <= stages; stage++) {
      delayed = delay(name + "_" + stage, delayed);
    }
    return delayed;
  }
}
