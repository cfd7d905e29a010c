package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.OutputKind;
import io.samforge.rtl.post.PostProcessor;

/** The post-processor: groups on their way, the queue behind the lanes, the packers. */
final class PostQueue {
  private final int depth;
  private final int delay;
  private final FlagQueue queue;
  private final Gearbox raw;
  private final Gearbox halves;
  private final Gearbox codes;
  private Gearbox packer;
  private long pipeline;
  private long lastMarks;
  private int inFlight;

  PostQueue(AcceleratorConfig config) {
    depth = PostProcessor.queueDepth(config);
    delay = 2 + PostProcessor.laneLatency(config);
    if (delay > 62) {
      throw new IllegalStateException("a post-processor of " + delay + " cycles");
    }
    queue = new FlagQueue(depth);
    raw = new Gearbox(config.postLanes() * 32, config.axiDataWidth());
    halves = new Gearbox(config.postLanes() * 16, config.axiDataWidth());
    codes = new Gearbox(config.postLanes() * config.activationBits(), config.axiDataWidth());
    packer = raw;
  }

  void start(OutputKind kind) {
    packer =
        switch (kind) {
          case RAW, RELU -> raw;
          case HALF -> halves;
          case CODES, CODES_TWO_BRANCH -> codes;
        };
  }

  boolean hasCredit() {
    return inFlight != depth;
  }

  boolean offersBeat() {
    return packer.hasWhole() || packer.isClosed();
  }

  boolean takesGroup(boolean beatLeaves) {
    return queue.count() != 0 && packer.accepts(beatLeaves);
  }

  /** Moves one cycle. */
  void tick(boolean issued, boolean issuedLast, boolean groupTaken, boolean beatLeaves) {
    boolean closes = packer.isClosed() && beatLeaves && packer.isLastPadded();
    boolean takenLast = groupTaken && queue.first();
    packer.tick(groupTaken, takenLast, beatLeaves);
    if (closes) {
      packer.open();
    }
    boolean arrives = (pipeline >>> (delay - 1) & 1) != 0;
    boolean arrivesLast = (lastMarks >>> (delay - 1) & 1) != 0;
    if (groupTaken) {
      queue.pop();
      inFlight--;
    }
    if (arrives) {
      queue.push(arrivesLast);
    }
    long inside = (1L << delay) - 1;
    pipeline = (pipeline << 1 | (issued ? 1 : 0)) & inside;
    lastMarks = (lastMarks << 1 | (issuedLast ? 1 : 0)) & inside;
    inFlight += issued ? 1 : 0;
  }

  /** Returns whether no group is on its way through the lanes. */
  boolean rests() {
    return pipeline == 0;
  }

  /** Writes everything that decides what happens next. */
  void addTo(StateKey key) {
    queue.addTo(key);
    raw.addTo(key);
    halves.addTo(key);
    codes.addTo(key);
    key.add(pipeline).add(lastMarks).add(inFlight);
  }
}
