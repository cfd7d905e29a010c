package io.samforge.rtl;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.rtl.control.AxiLitePorts;
import io.samforge.rtl.control.CommandProcessor;
import io.samforge.rtl.control.ControlRegisters;
import io.samforge.rtl.dma.AxiPorts;
import io.samforge.rtl.dma.DmaEngine;
import io.samforge.rtl.dma.ResetDrain;
import io.samforge.rtl.gemm.GemmEngine;
import io.samforge.rtl.post.PostProcessor;

/**
 * The accelerator: AXI4-Lite slave for control, AXI4 master for data, one interrupt.
 *
 * <p>Ports as docs/architecture.md, section 10, lists them. Golden counterpart: {@code
 * io.samforge.arch.golden.GoldenModel}; its cycles: {@code io.samforge.sim.cycles.CycleModel}.
 */
public final class Accelerator extends Module {
  /** Control and status. */
  public final AxiLitePorts slave;

  /** Device memory. */
  public final AxiPorts master;

  /** 1 from the end of a program until it is cleared. */
  public final Bit interrupt;

  /** Creates the accelerator of a configuration. */
  public Accelerator(AcceleratorConfig config) {
    fixVerilogName("Accelerator");
    slave = AxiLitePorts.slave(inputs(), outputs());
    master = AxiPorts.master(config, inputs(), outputs());
    interrupt = outputBit("interrupt");

    ControlRegisters registers = instance("control_registers", () -> new ControlRegisters(config));
    ResetDrain drain = instance("reset_drain", ResetDrain::new);
    Core core =
        resetAlsoBy(
            "core_reset",
            drain.reset,
            () ->
                new Core(
                    instance("command_processor", () -> new CommandProcessor(config)),
                    instance("dma_engine", () -> new DmaEngine(config)),
                    instance("gemm_engine", () -> new GemmEngine(config)),
                    instance("post_processor", () -> new PostProcessor(config))));
    CommandProcessor commands = core.commands();
    DmaEngine dma = core.dma();
    GemmEngine engine = core.engine();
    PostProcessor post = core.post();
    slave.connectChild(registers.axi);
    connectMaster(drain, dma.axi);
    drain.request.set(registers.resetRequest);
    registers.resetting.set(drain.waiting);
    interrupt.set(registers.interrupt);
    connectControl(registers, commands, dma, engine);
    connectCommands(commands, dma, engine);
    connectData(dma, engine, post, commands);
    if (config.isFp32()) {
      unused("no_table_to_select", commands.tableSelect);
    } else {
      connectTables(commands, engine, post);
      connectCounts(registers, commands, post);
    }
  }

  /** What a reset by software reaches. */
  private record Core(
      CommandProcessor commands, DmaEngine dma, GemmEngine engine, PostProcessor post) {}

  /** Leads the requests of the core through the drain, everything else straight to the ports. */
  private void connectMaster(ResetDrain drain, AxiPorts core) {
    drain.readAddress.innerValid().set(core.arvalid());
    core.arready().set(drain.readAddress.innerReady());
    drain.writeAddress.innerValid().set(core.awvalid());
    core.awready().set(drain.writeAddress.innerReady());
    drain.writeData.innerValid().set(core.wvalid());
    core.wready().set(drain.writeData.innerReady());
    drain.readEnds.set(master.rvalid().and(master.rlast()));
    drain.writeLast.set(core.wlast());
    drain.writeEnds.set(master.bvalid());
    master.connectChild(
        core.withHandshakes(drain.readAddress, drain.writeAddress, drain.writeData));
  }

  private static void connectCounts(
      ControlRegisters registers, CommandProcessor commands, PostProcessor post) {
    post.layerStart.set(commands.layerStart);
    registers.lowestCodes.set(post.lowestCodes);
    registers.highestCodes.set(post.highestCodes);
    registers.countedCodes.set(post.countedCodes);
  }

  private static void connectControl(
      ControlRegisters registers, CommandProcessor commands, DmaEngine dma, GemmEngine engine) {
    commands.start.set(registers.start);
    commands.programAddress.set(registers.programAddress);
    commands.programCount.set(registers.programCount);
    registers.programBusy.set(commands.busy);
    registers.programFinished.set(commands.finished);
    registers.errorCode.set(commands.errorCode);
    registers.layersFinished.set(commands.layersFinished);
    registers.layerStart.set(commands.layerStart);
    registers.layerActive.set(commands.layerActive);
    registers.layerDone.set(commands.layerDone);
    registers.layerNumber.set(commands.layerNumber);
    registers.tokenValid.set(engine.tokenValid);
    registers.stallWeight.set(engine.stallWeight);
    registers.stallActivation.set(engine.stallActivation);
    registers.stallDrain.set(engine.stallDrain);
    registers.readBeat.set(dma.readBeat);
    registers.writeBeat.set(dma.writeBeat);
    engine.debugIndex.set(registers.groupSelect);
    registers.groupMultiplier.set(engine.debugMultiplier);
    registers.groupZeroPoint.set(engine.debugZeroPoint);
  }

  private static void connectCommands(CommandProcessor commands, DmaEngine dma, GemmEngine engine) {
    dma.commandValid.set(commands.fetchValid);
    commands.fetchReady.set(dma.commandReady);
    dma.commandAddress.set(commands.fetchAddress);
    dma.commandWords.set(commands.fetchWords);
    commands.words.connectFrom(dma.words);
    dma.wordsRelease.set(commands.wordsRelease);
    commands.readError.set(dma.readError);
    commands.writeError.set(dma.writeError);
    commands.layerBusy.set(dma.layerBusy.or(engine.busy));
    dma.layer.connectFrom(commands.layer);
    dma.layerStart.set(commands.layerStart);
    engine.layer.connectFrom(commands.layer);
    engine.start.set(commands.layerStart);
    engine.tableCommit.set(commands.tableCommit);
  }

  /** Connects what only integer arithmetic has: group table, row sums, thresholds. */
  private static void connectTables(
      CommandProcessor commands, GemmEngine engine, PostProcessor post) {
    engine.groupWrite.connectFrom(commands.groupWrite);
    post.branchOrdinal.set(commands.layer.branchOrdinal());
    post.tableSelect.set(commands.tableSelect);
    post.rowSum.set(engine.rowSum);
    post.thresholdWrite.connectFrom(commands.thresholdWrite);
  }

  private static void connectData(
      DmaEngine dma, GemmEngine engine, PostProcessor post, CommandProcessor commands) {
    engine.activationWrite.connectFrom(dma.activationWrite);
    dma.activationFree.get(0).set(engine.activationFree.get(0));
    dma.activationFree.get(1).set(engine.activationFree.get(1));
    engine.weightRows.connectFrom(dma.weightRows);
    engine.drainCredit.set(post.credit);
    post.outputKind.set(commands.layer.outputKind());
    post.drainIssue.set(engine.drainIssue);
    post.drainGroup.set(engine.drainGroup);
    post.drainLast.set(engine.drainLast);
    for (int i = 0; i < post.sums.size(); i++) {
      post.sums.get(i).set(engine.sums.get(i));
    }
    post.parameterWrite.connectFrom(dma.parameterWrite);
    dma.parameterFree.set(engine.drainLast);
    dma.results.connectFrom(post.beats);
  }
}
