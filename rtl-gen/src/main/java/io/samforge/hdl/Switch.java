package io.samforge.hdl;

import java.util.List;

/** The branches of a {@code switch} on an unsigned value. */
public final class Switch {
  private final Unsigned selector;

  Switch(Unsigned selector) {
    this.selector = selector;
  }

  /** Adds the branch for one constant. */
  public Switch is(long constant, Runnable body) {
    Unsigned key = Module.unsigned(constant, selector.width());
    spinal.core.is$.MODULE$.apply(key.uint(), Scala.seq(List.of()), Scala.block(body));
    return this;
  }

  /** Adds the branch for every constant that has none of its own. */
  public void otherwise(Runnable body) {
    spinal.core.default$.MODULE$.apply(Scala.block(body));
  }
}
