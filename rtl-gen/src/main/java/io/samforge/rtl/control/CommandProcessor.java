package io.samforge.rtl.control;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.program.LayerDescriptor;
import io.samforge.arch.register.ErrorCode;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Stream;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import io.samforge.rtl.gemm.GroupWrite;

/**
 * Runs a program: fetches descriptor and table of the next layer while the current one runs, checks
 * them, starts the layer when its predecessor has ended, reports errors.
 *
 * <p>Per layer: request and receive 32 words, judge them in one cycle, request and receive the
 * table, wait for the running layer, commit, start one cycle later.
 */
public final class CommandProcessor extends Module {
  private static final int IDLE = 0;
  private static final int FETCH = 1;
  private static final int DESCRIPTOR = 2;
  private static final int CHECK = 3;
  private static final int FETCH_TABLE = 4;
  private static final int TABLE = 5;
  private static final int WAIT = 6;
  private static final int FINISH = 7;

  /** Starts a program. */
  public final Bit start;

  public final Unsigned programAddress;
  public final Unsigned programCount;

  /** Region request to the command reader. */
  public final Bit fetchValid;

  public final Bit fetchReady;
  public final Unsigned fetchAddress;

  /** Length of the request in 32-bit words. */
  public final Unsigned fetchWords;

  /** Words of the requested region. */
  public final Stream<Bits> words;

  /** The offered word is the last one wanted of its region. */
  public final Bit wordsRelease;

  /** 1 while anything of the running layer is unfinished. */
  public final Bit layerBusy;

  public final Bit readError;
  public final Bit writeError;

  public final LayerSettings layer;

  /** Starts the layer whose settings are current. */
  public final Bit layerStart;

  /** Exchanges the group tables. */
  public final Bit tableCommit;

  public final Bit tableSelect;
  public final GroupWrite groupWrite;
  public final ThresholdWrite thresholdWrite;

  /** 1 from the start of a layer to its end. */
  public final Bit layerActive;

  /** Last cycle of a layer. */
  public final Bit layerDone;

  /** Number of the running layer. */
  public final Unsigned layerNumber;

  public final Bit busy;

  /** Last cycle of a program. */
  public final Bit finished;

  public final Unsigned errorCode;
  public final Unsigned layersFinished;

  private final AcceleratorConfig config;

  /** Creates the processor. */
  public CommandProcessor(AcceleratorConfig config) {
    this.config = config;
    start = inputBit("start");
    programAddress = inputUnsigned("program_address", 32);
    programCount = inputUnsigned("program_count", 16);
    fetchValid = outputBit("fetch_valid");
    fetchReady = inputBit("fetch_ready");
    fetchAddress = outputUnsigned("fetch_address", 32);
    fetchWords = outputUnsigned("fetch_words", 16);
    words = inputStream("words", 32);
    wordsRelease = outputBit("words_release");
    layerBusy = inputBit("layer_busy");
    readError = inputBit("read_error");
    writeError = inputBit("write_error");
    layer = LayerSettings.of(config, outputs());
    layerStart = outputBit("layer_start");
    tableCommit = outputBit("table_commit");
    tableSelect = outputBit("table_select");
    groupWrite = config.isFp32() ? null : GroupWrite.of(config, outputs());
    thresholdWrite = config.isFp32() ? null : ThresholdWrite.of(config, outputs());
    layerActive = outputBit("layer_active");
    layerDone = outputBit("layer_done");
    layerNumber = outputUnsigned("layer_number", 16);
    busy = outputBit("busy");
    finished = outputBit("finished");
    errorCode = outputUnsigned("error_code", 8);
    layersFinished = outputUnsigned("layers_finished", 16);
    build();
  }

  private void build() {
    Unsigned state = regUnsigned("state", 3, IDLE);
    Unsigned fetched = regUnsigned("layers_fetched", 16, 0);
    Unsigned finishedReg = regUnsigned("layers_finished_reg", 16, 0);
    Unsigned address = regUnsigned("descriptor_address", 32, 0);
    Unsigned count = regUnsigned("word_count", 16, 0);
    Unsigned error = regUnsigned("error_reg", 8, 0);
    Bit active = regBit("active", false);
    Bit starting = regBit("starting", false);
    Bit select = regBit("table_select_reg", false);

    DescriptorRegisters descriptor = instance("descriptor", () -> new DescriptorRegisters(config));
    Bit inDescriptor = state.eq(DESCRIPTOR);
    Bit inTable = state.eq(TABLE);
    Unsigned wanted = tableWords(descriptor.outputKind).orElse(inTable, unsigned(32, 16));
    words.ready().set(inDescriptor.or(inTable));
    Bit lastWord = words.fire().and(count.plus(1).eq(wanted));
    wordsRelease.set(lastWord);
    descriptor.clear.set(state.eq(FETCH));
    descriptor.write.set(words.fire().and(inDescriptor));
    descriptor.index.set(count.truncate(5));
    descriptor.word.set(words.payload());
    if (config.isFp32()) {
      unused("one_table_size", descriptor.outputKind);
    } else {
      receiveTable(state.eq(FETCH), inTable, select);
    }
    when(words.fire(), () -> count.set(unsigned(0, 16).orElse(lastWord, count.plus(1))));

    Bit done = active.and(starting.not()).and(layerBusy.not());
    Bit commit = state.eq(WAIT).and(active.not());
    Unsigned verdict = verdict(descriptor);
    starting.set(commit);
    when(done, () -> finishedReg.set(finishedReg.plus(1)));
    when(done, () -> active.set(bit(false)));
    when(readError.and(error.eq(0)), () -> error.set(code(ErrorCode.AXI_READ)));
    when(writeError.and(error.eq(0)), () -> error.set(code(ErrorCode.AXI_WRITE)));

    Bit fetching = state.eq(FETCH).or(state.eq(FETCH_TABLE));
    Bit programEnd = state.eq(FINISH).and(active.not());
    switchOn(
        state,
        branches ->
            branches
                .is(
                    IDLE,
                    () ->
                        when(
                            start,
                            () -> {
                              address.set(programAddress);
                              fetched.set(unsigned(0, 16));
                              finishedReg.set(unsigned(0, 16));
                              error.set(unsigned(0, 8));
                              state.set(
                                  unsigned(FINISH, 3)
                                      .orElse(programCount.eq(0), unsigned(FETCH, 3)));
                            }))
                .is(FETCH, () -> when(fetchReady, () -> state.set(unsigned(DESCRIPTOR, 3))))
                .is(DESCRIPTOR, () -> when(lastWord, () -> state.set(unsigned(CHECK, 3))))
                .is(
                    CHECK,
                    () -> {
                      state.set(
                          unsigned(FETCH_TABLE, 3).orElse(verdict.eq(0), unsigned(FINISH, 3)));
                      when(error.eq(0), () -> error.set(verdict));
                    })
                .is(FETCH_TABLE, () -> when(fetchReady, () -> state.set(unsigned(TABLE, 3))))
                .is(TABLE, () -> when(lastWord, () -> state.set(unsigned(WAIT, 3))))
                .is(
                    WAIT,
                    () ->
                        when(
                            commit,
                            () -> {
                              active.set(bit(true));
                              select.set(select.not());
                              fetched.set(fetched.plus(1));
                              address.set(address.plus(LayerDescriptor.BYTES));
                              Bit more = fetched.plus(1).ne(programCount).and(error.eq(0));
                              state.set(unsigned(FETCH, 3).orElse(more, unsigned(FINISH, 3)));
                            }))
                .is(FINISH, () -> when(active.not(), () -> state.set(unsigned(IDLE, 3)))));

    fetchValid.set(fetching);
    fetchAddress.set(descriptor.tableAddress.orElse(state.eq(FETCH_TABLE), address));
    fetchWords.set(
        tableWords(descriptor.outputKind).orElse(state.eq(FETCH_TABLE), unsigned(32, 16)));
    descriptor.commit.set(commit);
    layer.connectFrom(descriptor.layer);
    layerStart.set(starting);
    tableCommit.set(commit);
    tableSelect.set(select);
    layerActive.set(active);
    layerDone.set(done);
    layerNumber.set(finishedReg);
    busy.set(state.ne(IDLE));
    finished.set(programEnd);
    errorCode.set(error);
    layersFinished.set(finishedReg);
  }

  /** Distributes the words of the table; a table of the floating-point twin is empty. */
  private void receiveTable(Bit clear, Bit inTable, Bit select) {
    TableReceiver table = instance("table", () -> new TableReceiver(config));
    table.clear.set(clear);
    table.write.set(words.fire().and(inTable));
    table.word.set(words.payload());
    table.tableSelect.set(select);
    groupWrite.connectFrom(table.groupWrite);
    thresholdWrite.connectFrom(table.thresholdWrite);
  }

  private Unsigned tableWords(Unsigned outputKind) {
    int entries = 2 * config.groups();
    if (config.isFp32()) {
      return unsigned(entries, 16);
    }
    int all = entries + config.groups() * config.codes();
    return unsigned(entries, 16).orElse(outputKind.eq(0), unsigned(all, 16));
  }

  /** Returns the first error in the order of the software's checks, 0 for none. */
  private Unsigned verdict(DescriptorRegisters descriptor) {
    return code(ErrorCode.CONFIG_HASH)
        .orElse(
            descriptor.hashWrong,
            code(ErrorCode.CHECKSUM)
                .orElse(
                    descriptor.checksumWrong,
                    code(ErrorCode.OPCODE)
                        .orElse(
                            descriptor.opcodeWrong,
                            code(ErrorCode.KIND).orElse(descriptor.kindWrong, unsigned(0, 8)))));
  }

  private static Unsigned code(ErrorCode error) {
    return unsigned(error.code(), 8);
  }
}
