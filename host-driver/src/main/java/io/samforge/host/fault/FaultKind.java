package io.samforge.host.fault;

/** What a {@link FaultyBoard} does wrong. */
public enum FaultKind {
  /** Bytes written to memory do not arrive. */
  DROPPED_WRITE(Operation.WRITE),
  /** One bit of what is written to memory changes. */
  CORRUPTED_WRITE(Operation.WRITE),
  /** Bytes arrive in memory only after the operation behind the write. */
  DELAYED_WRITE(Operation.WRITE),
  /** One bit of what is read from memory changes. */
  CORRUPTED_READ(Operation.READ),
  /** A read returns what the caller's array held before. */
  DROPPED_READ(Operation.READ),
  /** One bit of what is written to a register changes. */
  CORRUPTED_REGISTER_WRITE(Operation.REGISTER_WRITE),
  /** A value for a register does not arrive. */
  DROPPED_REGISTER_WRITE(Operation.REGISTER_WRITE),
  /** One bit of what is read from a register changes. */
  CORRUPTED_REGISTER_READ(Operation.REGISTER_READ),
  /** The program never starts. */
  HUNG_ACCELERATOR(Operation.COMMAND),
  /** The program runs, its interrupt is never seen. */
  LOST_INTERRUPT(Operation.WAIT),
  /** An interrupt is seen that no program has raised. */
  FALSE_INTERRUPT(Operation.COMMAND),
  /** The accelerator goes through its reset while the program runs. */
  RESET(Operation.COMMAND),
  /** The connection breaks. */
  BROKEN_CONNECTION(Operation.ANY),
  /** A transfer to memory happens twice; it does the same as once, so nobody can notice. */
  DUPLICATED_WRITE(Operation.WRITE),
  /** A read takes longer, though not too long; nobody needs to notice. */
  SLOW_READ(Operation.READ);

  /** What a fault can befall. */
  enum Operation {
    WRITE,
    READ,
    REGISTER_WRITE,
    REGISTER_READ,
    COMMAND,
    WAIT,
    ANY
  }

  private final Operation operation;

  FaultKind(Operation operation) {
    this.operation = operation;
  }

  /** Returns whether the fault does nothing that could be noticed, and no harm. */
  public boolean harmless() {
    return this == DUPLICATED_WRITE || this == SLOW_READ;
  }

  boolean befalls(Operation wanted) {
    return operation == wanted || operation == Operation.ANY && wanted != Operation.WAIT;
  }
}
