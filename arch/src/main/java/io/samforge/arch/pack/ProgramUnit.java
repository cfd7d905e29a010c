package io.samforge.arch.pack;

import java.util.List;

/** What a device computes without the host in between. */
public sealed interface ProgramUnit permits LinearUnit, ProductUnit {
  /** Returns the names of its steps, in order. */
  List<String> steps();

  /** Returns the name of its first step. */
  default String name() {
    return steps().get(0);
  }
}
