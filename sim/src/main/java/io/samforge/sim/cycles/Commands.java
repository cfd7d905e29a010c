package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import java.util.List;

/** The command processor: fetches the next descriptor and table, starts layers in order. */
final class Commands {
  private enum State {
    FETCH,
    DESCRIPTOR,
    CHECK,
    FETCH_TABLE,
    TABLE,
    WAIT,
    FINISH,
    IDLE
  }

  final Gearbox gearbox;
  private final AcceleratorConfig config;
  private final List<LayerDescriptor> program;
  private final long programAddress;
  private State state = State.FETCH;
  private int fetched;
  private int words;
  private boolean active;
  private boolean starting;

  Commands(AcceleratorConfig config, List<LayerDescriptor> program, long programAddress) {
    this.config = config;
    this.program = program;
    this.programAddress = programAddress;
    gearbox = new Gearbox(config.axiDataWidth(), 32);
  }

  boolean isBusy() {
    return state != State.IDLE;
  }

  boolean isLayerActive() {
    return active;
  }

  boolean isStarting() {
    return starting;
  }

  /** Returns the layer that starts or runs. */
  LayerDescriptor layer() {
    return program.get(fetched - 1);
  }

  boolean requestsRegion() {
    return state == State.FETCH || state == State.FETCH_TABLE;
  }

  void handTo(Splitter splitter) {
    boolean table = state == State.FETCH_TABLE;
    long address =
        table
            ? program.get(fetched).tableAddress()
            : programAddress + (long) fetched * LayerDescriptor.BYTES;
    int count = table ? tableWords() : LayerDescriptor.WORDS;
    int wordsPerBeat = config.axiDataWidth() / 32;
    splitter.hold(address, (count + wordsPerBeat - 1) / wordsPerBeat);
  }

  private int tableWords() {
    int entries = 2 * config.groups();
    return program.get(fetched).output().isRaw()
        ? entries
        : entries + config.groups() * config.codes();
  }

  boolean takesWord() {
    return gearbox.hasWhole() && (state == State.DESCRIPTOR || state == State.TABLE);
  }

  /** Returns whether the running layer ends in this cycle. */
  boolean endsLayer(boolean layerBusy) {
    return active && !starting && !layerBusy;
  }

  /** Moves one cycle. */
  void tick(boolean regionTaken, boolean beatEnters, boolean beatLast, boolean word, boolean ends) {
    gearbox.tick(beatEnters, beatLast, word);
    boolean lastWord = false;
    if (word) {
      lastWord = ++words == (state == State.TABLE ? tableWords() : LayerDescriptor.WORDS);
      if (lastWord) {
        words = 0;
        gearbox.release();
      }
    }
    boolean wasActive = active;
    starting = false;
    active &= !ends;
    switch (state) {
      case FETCH -> state = regionTaken ? State.DESCRIPTOR : state;
      case DESCRIPTOR -> state = lastWord ? State.CHECK : state;
      case CHECK -> state = State.FETCH_TABLE;
      case FETCH_TABLE -> state = regionTaken ? State.TABLE : state;
      case TABLE -> state = lastWord ? State.WAIT : state;
      case WAIT -> commit(wasActive);
      case FINISH -> state = wasActive ? state : State.IDLE;
      default -> throw new IllegalStateException("the program has ended");
    }
  }

  private void commit(boolean wasActive) {
    if (!wasActive) {
      active = true;
      starting = true;
      fetched++;
      state = fetched == program.size() ? State.FINISH : State.FETCH;
    }
  }

  /** Returns whether nothing moves here until a beat or the end of a layer comes. */
  boolean rests() {
    boolean waits = state == State.WAIT || state == State.FINISH;
    boolean reads = state == State.DESCRIPTOR || state == State.TABLE;
    return !starting && (reads || waits && active);
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    gearbox.addTo(key);
    key.add(state.ordinal()).add(fetched).add(words).add(active).add(starting);
  }
}
