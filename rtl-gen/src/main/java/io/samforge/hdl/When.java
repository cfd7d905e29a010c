package io.samforge.hdl;

import spinal.core.WhenContext;

/** The open end of a {@code when}, to which further branches attach. */
public final class When {
  private final WhenContext context;

  When(WhenContext context) {
    this.context = context;
  }

  /** Adds a branch taken where no earlier one was and {@code condition} is 1. */
  public When elseWhen(Bit condition, Runnable body) {
    return new When(context.elsewhen(condition.bool(), Scala.block(body), SourceLine.location()));
  }

  /** Adds the branch taken where no other one was. */
  public void otherwise(Runnable body) {
    context.otherwise(Scala.block(body));
  }
}
