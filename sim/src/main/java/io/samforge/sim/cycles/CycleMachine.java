package io.samforge.sim.cycles;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.host.RunCounters;
import io.samforge.rtl.dma.DmaEngine;
import io.samforge.rtl.dma.ParameterWrite;
import io.samforge.rtl.gemm.GemmEngine;
import java.util.ArrayDeque;
import java.util.List;

/** The control blocks of one accelerator, wired as in the Verilog, moved cycle by cycle. */
final class CycleMachine {
  private static final int COMMAND = 0;
  private static final int WEIGHT = 1;
  private static final int ACTIVATION = 2;
  private static final int NONE = -1;

  private record Owner(int reader, boolean last) {}

  private final boolean skips;
  private final int parameterBeats;
  private final Memory memory;
  private final Commands commands;
  private final Reader[] readers;
  private final RegionList activationRegions;
  private final RegionList weightRegions;
  private final RegionList outputRegions;
  private final ActivationFill activations;
  private final WeightFill weights;
  private final Sequencer sequencer;
  private final Drain drain;
  private final PostQueue post;
  private final Writer writer;
  private final DelayLine completions;
  private final ArrayDeque<Owner> owners = new ArrayDeque<>();
  private final Tally tally = new Tally();
  private int addressedBeats;
  private boolean weightWasLast;
  private boolean writeOffered;
  private boolean writeLast;
  private final Periods outTilePeriods = new Periods();
  private final Periods tilePeriods = new Periods();
  private long cycle;
  private boolean moved;

  CycleMachine(
      AcceleratorConfig config,
      MemoryTiming timing,
      List<LayerDescriptor> program,
      long programAddress,
      boolean skips) {
    this.skips = skips;
    int beatBytes = config.beatBytes();
    parameterBeats = config.outputLanes() * ParameterWrite.RECORD_BITS / config.axiDataWidth();
    completions = new DelayLine(GemmEngine.writeStage(config));
    sequencer = new Sequencer(GemmEngine.passCycles(config));
    memory = new Memory(timing, beatBytes);
    commands = new Commands(config, program, programAddress);
    readers =
        new Reader[] {
          new Reader(beatBytes, DmaEngine.COMMAND_DEPTH),
          new Reader(beatBytes, DmaEngine.DATA_DEPTH),
          new Reader(beatBytes, DmaEngine.DATA_DEPTH)
        };
    activationRegions = new RegionList(beatBytes);
    weightRegions = new RegionList(beatBytes);
    outputRegions = new RegionList(beatBytes);
    activations = new ActivationFill(config);
    weights = new WeightFill(config);
    drain = new Drain(config.outputLanes() / config.postLanes());
    post = new PostQueue(config);
    writer = new Writer(beatBytes);
  }

  RunCounters run() {
    while (commands.isBusy()) {
      tick();
    }
    return tally.counts();
  }

  /** Moves one cycle: first every decision on the state before it, then every change. */
  private void tick() {
    if (skips && sequencer.atPassStart() && sequencer.atTileStart() && passReady()) {
      skipPeriods();
    }
    moved = false;
    memory.drive(cycle);
    LayerDescriptor starts = commands.isStarting() ? commands.layer() : null;
    boolean ends = commands.endsLayer(layerBusy());
    boolean atPassStart = sequencer.atPassStart();
    boolean passReady = atPassStart && passReady();
    boolean stalled = atPassStart && !passReady;
    boolean issue = sequencer.isActive() && !stalled;
    boolean issued = issue && sequencer.hasToken();
    boolean sends = drain.hasGroup() && post.hasCredit();
    boolean sendsLast = sends && drain.isLastGroup();
    int granted = grant();
    boolean commandRegion = commands.requestsRegion() && !readers[COMMAND].splitter.isHeld();
    boolean weightRegion = weightRegions.isBusy() && !readers[WEIGHT].splitter.isHeld();
    boolean activationRegion = activationRegions.isBusy() && !readers[ACTIVATION].splitter.isHeld();
    boolean outputRegion = outputRegions.isBusy() && !writer.splitter().isHeld();
    moved |= weightRegion || activationRegion || outputRegion || starts != null;
    tallyStall(stalled);
    boolean wrote = writer.sends() && memory.writeReady();
    tally.cycle(starts != null, ends, issued, stalled, memory.readBeat(), wrote);

    if (commandRegion) {
      commands.handTo(readers[COMMAND].splitter);
    }
    moveCommands(commandRegion, ends);
    moveWeights(passReady, sendsLast);
    moveActivations();
    moveResults(sends, sendsLast, wrote);
    moveReadBus(granted);
    if (weightRegion) {
      weightRegions.handTo(readers[WEIGHT].splitter);
    }
    if (activationRegion) {
      activationRegions.handTo(readers[ACTIVATION].splitter);
    }
    if (outputRegion) {
      outputRegions.handTo(writer.splitter());
    }
    moveEngine(issue, issued, passReady, sends);
    if (starts != null) {
      start(starts);
    }
    cycle++;
    if (skips && !moved) {
      skipAlike(issue);
    }
  }

  /**
   * Skips cycles in which nothing moves but the token, if at all: they are all like the last one.
   * They end where the pass does or where the memory answers.
   */
  private void skipAlike(boolean issued) {
    long until = memory.restsUntil(cycle);
    if (sequencer.isActive() && issued) {
      long count = Math.min(sequencer.plainCycles(), until - cycle);
      if (count > 0) {
        tally.alike(count, true, false, false, false);
        sequencer.skipTokens((int) count);
        cycle += count;
      }
    } else if (!issued && until > cycle && until != Long.MAX_VALUE) {
      boolean stalled = sequencer.isActive();
      boolean activation = stalled && !activations.isFull(sequencer.activationBank());
      boolean weight = stalled && !activation && !weights.isReady();
      tally.alike(until - cycle, false, activation, weight, stalled && !activation && !weight);
      cycle = until;
    }
  }

  /**
   * Skips repetitions: where the state at the start of an output tile, or of a tile, is that of an
   * earlier one, what happened in between happens again as long as all lists have enough left.
   */
  private void skipPeriods() {
    if (sequencer.outTile() == 0) {
      outTilePeriods.clear();
      skipTiles();
    }
    int index = sequencer.outTile();
    long[] counts = tally.snapshot();
    Periods.Visit earlier = outTilePeriods.visit(key(), index, counts);
    if (earlier == null) {
      return;
    }
    int period = index - earlier.index();
    int times = sequencer.outTilesLeft() / period;
    while (times > 0
        && !(weightRegions.staysInTile(times * period)
            && outputRegions.staysInTile(times * period))) {
      times--;
    }
    if (times > 0) {
      tally.repeat(earlier.counts(), times);
      sequencer.skipOutTiles(times * period);
      weightRegions.skipBlocks(times * period);
      outputRegions.skipBlocks(times * period);
      outTilePeriods.clear();
    }
  }

  private void skipTiles() {
    int index = sequencer.tile();
    Periods.Visit earlier = tilePeriods.visit(key(), index, tally.snapshot());
    if (earlier == null) {
      return;
    }
    int period = index - earlier.index();
    int times = sequencer.tilesLeft() / period;
    while (times > 0
        && !(weightRegions.staysBeforeLastTile(times * period)
            && outputRegions.staysBeforeLastTile(times * period)
            && activationRegions.staysBeforeLastTile(times * period))) {
      times--;
    }
    if (times > 0) {
      tally.repeat(earlier.counts(), times);
      sequencer.skipTiles(times * period);
      activations.skipTiles(times * period);
      weightRegions.skipTiles(times * period);
      outputRegions.skipTiles(times * period);
      activationRegions.skipTiles(times * period);
      tilePeriods.clear();
    }
  }

  private StateKey key() {
    StateKey key = new StateKey();
    int tile = sequencer.tile();
    int outTile = sequencer.outTile();
    sequencer.addTo(key);
    memory.addTo(key, cycle);
    commands.addTo(key);
    for (Reader reader : readers) {
      reader.addTo(key);
    }
    activationRegions.addTo(key, tile, 0);
    weightRegions.addTo(key, tile, outTile);
    outputRegions.addTo(key, tile, outTile);
    activations.addTo(key, tile);
    weights.addTo(key);
    drain.addTo(key);
    post.addTo(key);
    writer.addTo(key);
    owners.forEach(owner -> key.add(owner.reader()).add(owner.last()));
    completions.addTo(key);
    return key.add(addressedBeats).add(weightWasLast).add(writeOffered).add(writeLast);
  }

  private boolean layerBusy() {
    return activationRegions.isBusy()
        || readers[ACTIVATION].isBusy()
        || weightRegions.isBusy()
        || readers[WEIGHT].isBusy()
        || outputRegions.isBusy()
        || writer.isBusy()
        || sequencer.isActive()
        || drain.isBusy();
  }

  private boolean passReady() {
    return activations.isFull(sequencer.activationBank())
        && weights.isReady()
        && (!sequencer.atTileStart() || drain.isFree(sequencer.sumBank()));
  }

  private void tallyStall(boolean stalled) {
    boolean activation = !activations.isFull(sequencer.activationBank());
    boolean weight = !weights.isReady();
    tally.stall(
        stalled && activation, stalled && !activation && weight, stalled && !activation && !weight);
  }

  /** Returns the reader whose burst is put on the bus in the next cycle. */
  private int grant() {
    if (owners.size() == DmaEngine.OUTSTANDING_READS) {
      return NONE;
    }
    if (readers[COMMAND].requests()) {
      return COMMAND;
    }
    boolean weight = readers[WEIGHT].requests();
    if (readers[ACTIVATION].requests() && (weightWasLast || !weight)) {
      return ACTIVATION;
    }
    return weight ? WEIGHT : NONE;
  }

  private void moveCommands(boolean regionTaken, boolean ends) {
    Reader reader = readers[COMMAND];
    boolean word = commands.takesWord();
    boolean beat = reader.beats.count() != 0 && commands.gearbox.accepts(word);
    moved |= regionTaken || word || beat || ends || !commands.rests();
    commands.tick(regionTaken, beat, beat && reader.pop(), word, ends);
  }

  private void moveWeights(boolean passStart, boolean drained) {
    Reader reader = readers[WEIGHT];
    boolean record = weights.takesRecord();
    boolean row = weights.takesRow();
    boolean beat = reader.beats.count() != 0 && weights.acceptsBeat(record, row);
    moved |= record || row || beat || passStart || drained;
    weights.tick(beat, beat && reader.pop(), record, row, passStart, drained);
  }

  private void moveActivations() {
    Reader reader = readers[ACTIVATION];
    boolean unit = activations.takesUnit();
    boolean beat = reader.beats.count() != 0 && activations.gearbox.accepts(unit);
    moved |= unit || beat;
    activations.tick(beat, beat && reader.pop(), unit);
  }

  private void moveResults(boolean sends, boolean sendsLast, boolean wrote) {
    boolean beat = post.offersBeat() && writer.acceptsBeat();
    boolean group = post.takesGroup(beat);
    boolean last = writer.sendsLast();
    boolean offered = writer.sends();
    boolean response = memory.response();
    moved |= beat || group || offered || sends || response || !post.rests();
    post.tick(sends, sendsLast, group, beat);
    moved |= writer.tick(beat, wrote, response);
    writeOffered = offered;
    writeLast = last;
  }

  private void moveReadBus(int granted) {
    moved |= memory.readBeat() || addressedBeats != 0 || granted != NONE || writeOffered;
    if (memory.readBeat()) {
      Owner owner = owners.peekFirst();
      boolean burstLast = memory.readLast();
      readers[owner.reader()].beats.push(burstLast && owner.last());
      if (burstLast) {
        owners.removeFirst();
      }
    }
    memory.tick(cycle, addressedBeats, writeOffered, writeLast);
    addressedBeats = 0;
    if (granted != NONE) {
      Splitter splitter = readers[granted].splitter;
      addressedBeats = splitter.burstBeats();
      readers[granted].reserve(addressedBeats);
      owners.addLast(new Owner(granted, splitter.isLastBurst()));
      splitter.take();
      weightWasLast = granted == WEIGHT;
    }
  }

  private void moveEngine(boolean issue, boolean issued, boolean passStart, boolean sends) {
    if (sends) {
      drain.send();
    }
    moved |= !completions.isEmpty();
    int complete = completions.first();
    if (complete != DelayLine.NOTHING) {
      drain.fill(complete);
    }
    boolean completes = issued && sequencer.isLastToken();
    moved |= completes;
    completions.shift(completes ? sequencer.sumBank() : DelayLine.NOTHING);
    if (passStart && sequencer.atTileStart()) {
      drain.claim(sequencer.sumBank(), sequencer.tileTokens());
    }
    if (issue) {
      int bank = sequencer.activationBank();
      if (sequencer.issue()) {
        activations.release(bank);
      }
    }
  }

  private void start(LayerDescriptor layer) {
    tilePeriods.clear();
    outTilePeriods.clear();
    int[] input = {layer.inTileBeats()};
    int[] lastInput = {layer.inLastTileBeats()};
    activationRegions.start(
        new RegionList.Plan(
            layer.inAddress(),
            layer.tiles(),
            layer.inBlocks(),
            layer.inBlockStride(),
            input,
            lastInput,
            layer.inTileBeats()));
    int[] weight = {parameterBeats, layer.weightBeats()};
    long stride = (long) parameterBeats + layer.weightBeats();
    weightRegions.start(
        new RegionList.Plan(
            layer.weightAddress(), layer.tiles(), layer.outTiles(), stride, weight, weight, 0));
    int[] output = {layer.outTileBeats()};
    int[] lastOutput = {layer.outLastTileBeats()};
    outputRegions.start(
        new RegionList.Plan(
            layer.outAddress(),
            layer.tiles(),
            layer.outTiles(),
            layer.outBlockStride(),
            output,
            lastOutput,
            layer.outTileBeats()));
    activations.start(layer);
    weights.start(layer);
    post.start(layer.output());
    sequencer.start(layer);
  }
}
