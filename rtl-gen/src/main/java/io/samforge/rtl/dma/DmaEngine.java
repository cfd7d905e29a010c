package io.samforge.rtl.dma;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import io.samforge.rtl.gemm.ActivationWrite;
import java.math.BigInteger;
import java.util.List;

/**
 * Moves everything between device memory and the accelerator: command words, activations, weights
 * and parameters in, results out, overlapped with computing.
 *
 * <p>Reads share one AXI4 read channel ({@link ReadArbiter}); each reader requests only what it has
 * room for. At the start of a layer the activation, weight and output regions begin at once.
 */
public final class DmaEngine extends Module {
  /** Beats that the command reader has room for. */
  public static final int COMMAND_DEPTH = 64;

  /** Beats that the weight and the activation reader have room for, each. */
  public static final int DATA_DEPTH = 128;

  /** Beats that the writer has room for. */
  public static final int WRITE_DEPTH = WriteChannel.DEPTH;

  /** Beats of the longest burst. */
  public static final int MAX_BURST = BurstSplitter.MAX_BURST;

  /** Read bursts that may be outstanding. */
  public static final int OUTSTANDING_READS = ReadArbiter.OUTSTANDING;

  public final LayerSettings layer;
  public final Bit layerStart;
  public final AxiPorts axi;

  public final Bit commandValid;
  public final Bit commandReady;
  public final Unsigned commandAddress;

  /** Length of the command region in 32-bit words. */
  public final Unsigned commandWords;

  public final Stream<Bits> words;
  public final Bit wordsRelease;

  public final List<Bit> activationFree;
  public final ActivationWrite activationWrite;
  public final ParameterWrite parameterWrite;
  public final Bit parameterFree;
  public final Stream<Bits> weightRows;
  public final Stream<Bits> results;

  /** 1 while activation, weight or output regions of the layer remain. */
  public final Bit layerBusy;

  public final Bit readError;
  public final Bit writeError;
  public final Bit readBeat;
  public final Bit writeBeat;

  private final AcceleratorConfig config;

  /** Creates the engine. */
  public DmaEngine(AcceleratorConfig config) {
    this.config = config;
    layer = LayerSettings.of(config, inputs());
    layerStart = inputBit("layer_start");
    axi = AxiPorts.master(config, inputs(), outputs());
    commandValid = inputBit("command_valid");
    commandReady = outputBit("command_ready");
    commandAddress = inputUnsigned("command_address", 32);
    commandWords = inputUnsigned("command_words", 16);
    words = outputStream("words", 32);
    wordsRelease = inputBit("words_release");
    activationFree = List.of(inputBit("activation_free_0"), inputBit("activation_free_1"));
    activationWrite = ActivationWrite.of(config, outputs());
    parameterWrite = ParameterWrite.of(config, outputs());
    parameterFree = inputBit("parameter_free");
    weightRows = outputStream("weight_rows", config.reductionLanes() * config.weightBits());
    results = inputStream("results", config.axiDataWidth());
    layerBusy = outputBit("layer_busy");
    readError = outputBit("read_error");
    writeError = outputBit("write_error");
    readBeat = outputBit("read_beat");
    writeBeat = outputBit("write_beat");
    build();
  }

  private void build() {
    ReadArbiter arbiter = instance("read_arbiter", ReadArbiter::new);
    ReadChannel command = reader("command_reader", arbiter, ReadArbiter.COMMAND, COMMAND_DEPTH);
    ReadChannel weight = reader("weight_reader", arbiter, ReadArbiter.WEIGHT, DATA_DEPTH);
    ReadChannel activation =
        reader("activation_reader", arbiter, ReadArbiter.ACTIVATION, DATA_DEPTH);
    connectReadBus(arbiter);
    connectCommand(command);
    Bit activationBusy = connectActivation(activation);
    Bit weightBusy = connectWeights(weight);
    Bit outputBusy = connectOutput();
    layerBusy.set(activationBusy.or(weightBusy).or(outputBusy));
  }

  private ReadChannel reader(String name, ReadArbiter arbiter, int client, int depth) {
    ReadChannel channel = instance(name, () -> new ReadChannel(config.axiDataWidth(), depth));
    arbiter.requestValid.get(client).set(channel.requestValid);
    channel.requestTaken.set(arbiter.requestTaken.get(client));
    arbiter.requestAddress.get(client).set(channel.requestAddress);
    arbiter.requestBeats.get(client).set(channel.requestBeats);
    arbiter.requestLast.get(client).set(channel.requestLast);
    channel.arrived.set(arbiter.arrived.get(client));
    channel.arrivedData.set(axi.rdata());
    channel.arrivedLast.set(arbiter.arrivedLast);
    return channel;
  }

  private void connectReadBus(ReadArbiter arbiter) {
    axi.arvalid().set(arbiter.arvalid);
    arbiter.arready.set(axi.arready());
    axi.araddr().set(arbiter.araddr);
    axi.arlen().set(arbiter.arlen);
    axi.arsize().set(beatSize());
    axi.arburst().set(incrementing());
    axi.rready().set(bit(true));
    arbiter.rvalid.set(axi.rvalid());
    arbiter.rlast.set(axi.rlast());
    readError.set(axi.rvalid().and(axi.rresp().bit(1)));
    // Bit 1 tells errors from success; bit 0 only which error it is.
    unused("rresp_0", axi.rresp().bit(0));
    readBeat.set(axi.rvalid());
  }

  private void connectCommand(ReadChannel command) {
    int wordsPerBeat = config.axiDataWidth() / 32;
    int shift = 31 - Integer.numberOfLeadingZeros(wordsPerBeat);
    command.region.valid().set(commandValid);
    commandReady.set(command.region.ready());
    command.region.address().set(commandAddress);
    Unsigned rounded = commandWords.plus(wordsPerBeat - 1L);
    command.region.beats().set(rounded.slice(shift, 16 - shift).unsigned().extend(32));
    Unpacker unpacker = instance("command_unpacker", () -> new Unpacker(config.axiDataWidth(), 32));
    unpacker.beats.connectFrom(command.beats);
    words.connectFrom(unpacker.units);
    unpacker.release.set(wordsRelease);
    unused("command_busy", command.busy);
  }

  private Bit connectActivation(ReadChannel activation) {
    StridedRegions regions =
        instance("activation_regions", () -> new StridedRegions(config.beatBytes()));
    regions.start.set(layerStart);
    regions.base.set(layer.inAddress());
    regions.tiles.set(layer.tiles());
    regions.blocks.set(layer.inBlocks());
    regions.blockStride.set(layer.inBlockStride());
    regions.tileBeats.set(layer.inTileBeats());
    regions.lastTileBeats.set(layer.inLastTileBeats());
    activation.region.connectFrom(regions.region);
    ActivationLoader loader = instance("activation_loader", () -> new ActivationLoader(config));
    loader.tiles.set(layer.tiles());
    loader.tileTokens.set(layer.tileTokens());
    loader.lastTileTokens.set(layer.lastTileTokens());
    loader.inBlocks.set(layer.inBlocks());
    loader.start.set(layerStart);
    loader.beats.connectFrom(activation.beats);
    loader.free.get(0).set(activationFree.get(0));
    loader.free.get(1).set(activationFree.get(1));
    activationWrite.connectFrom(loader.write);
    return regions.busy.or(activation.busy);
  }

  private Bit connectWeights(ReadChannel weight) {
    int parameterBeats = config.outputLanes() * ParameterWrite.RECORD_BITS / config.axiDataWidth();
    WeightRegions regions =
        instance("weight_regions", () -> new WeightRegions(config.beatBytes(), parameterBeats));
    regions.start.set(layerStart);
    regions.base.set(layer.weightAddress());
    regions.tiles.set(layer.tiles());
    regions.outTiles.set(layer.outTiles());
    regions.weightBeats.set(layer.weightBeats());
    weight.region.connectFrom(regions.region);
    WeightLoader loader = instance("weight_loader", () -> new WeightLoader(config));
    loader.start.set(layerStart);
    loader.chunks.set(layer.chunks());
    loader.beats.connectFrom(weight.beats);
    loader.parameterFree.set(parameterFree);
    parameterWrite.connectFrom(loader.parameters);
    weightRows.connectFrom(loader.rows);
    return regions.busy.or(weight.busy);
  }

  private Bit connectOutput() {
    StridedRegions regions =
        instance("output_regions", () -> new StridedRegions(config.beatBytes()));
    regions.start.set(layerStart);
    regions.base.set(layer.outAddress());
    regions.tiles.set(layer.tiles());
    regions.blocks.set(layer.outTiles());
    regions.blockStride.set(layer.outBlockStride());
    regions.tileBeats.set(layer.outTileBeats());
    regions.lastTileBeats.set(layer.outLastTileBeats());
    WriteChannel channel = instance("write_channel", () -> new WriteChannel(config.axiDataWidth()));
    channel.region.connectFrom(regions.region);
    channel.beats.connectFrom(results);
    axi.awvalid().set(channel.awvalid);
    channel.awready.set(axi.awready());
    axi.awaddr().set(channel.awaddr);
    axi.awlen().set(channel.awlen);
    axi.awsize().set(beatSize());
    axi.awburst().set(incrementing());
    axi.wvalid().set(channel.wvalid);
    channel.wready.set(axi.wready());
    axi.wdata().set(channel.wdata);
    axi.wstrb()
        .set(
            bits(
                BigInteger.ONE.shiftLeft(config.beatBytes()).subtract(BigInteger.ONE),
                config.beatBytes()));
    axi.wlast().set(channel.wlast);
    axi.bready().set(bit(true));
    channel.bvalid.set(axi.bvalid());
    writeError.set(axi.bvalid().and(axi.bresp().bit(1)));
    unused("bresp_0", axi.bresp().bit(0));
    writeBeat.set(channel.wvalid.and(axi.wready()));
    return regions.busy.or(channel.busy);
  }

  private Bits beatSize() {
    int log2 = 31 - Integer.numberOfLeadingZeros(config.beatBytes());
    return bits(BigInteger.valueOf(log2), 3);
  }

  private static Bits incrementing() {
    return bits(BigInteger.ONE, 2);
  }
}
