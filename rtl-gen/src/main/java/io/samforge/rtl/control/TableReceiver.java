package io.samforge.rtl.control;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.gemm.GroupWrite;

/**
 * Distributes the words of a layer table: first G entries of two words to the group table, then the
 * threshold banks to the post-processor. One word per cycle, never stalls.
 */
final class TableReceiver extends Module {
  /** Restarts at word 0. */
  final Bit clear;

  final Bit write;
  final Bits word;

  /** The table buffer that the running layer reads. */
  final Bit tableSelect;

  final GroupWrite groupWrite;
  final ThresholdWrite thresholdWrite;

  TableReceiver(AcceleratorConfig config) {
    clear = inputBit("clear");
    write = inputBit("write");
    word = inputBits("word", 32);
    tableSelect = inputBit("table_select");
    groupWrite = GroupWrite.of(config, outputs());
    thresholdWrite = ThresholdWrite.of(config, outputs());

    int indexBits = GroupWrite.indexBits(config);
    int codeBits = config.activationBits();
    Unsigned group = regUnsigned("group_index_reg", indexBits, 0);
    Bit second = regBit("second", false);
    Bit thresholds = regBit("thresholds", false);
    Unsigned bank = regUnsigned("bank", indexBits, 0);
    Unsigned index = regUnsigned("index", codeBits, 0);

    Bit entryWord = write.and(thresholds.not());
    Bit thresholdWord = write.and(thresholds);
    when(
        entryWord,
        () -> {
          second.set(second.not());
          when(
              second,
              () -> {
                group.set(group.plus(1));
                when(group.eq(config.groups() - 1L), () -> thresholds.set(bit(true)));
              });
        });
    when(
        thresholdWord,
        () -> {
          index.set(index.plus(1));
          when(index.all(), () -> bank.set(bank.plus(1)));
        });
    when(
        clear,
        () -> {
          group.set(unsigned(0, indexBits));
          second.set(bit(false));
          thresholds.set(bit(false));
          bank.set(unsigned(0, indexBits));
          index.set(unsigned(0, codeBits));
        });

    groupWrite.writeEntry().set(entryWord.and(second.not()));
    groupWrite.writeEnd().set(entryWord.and(second));
    groupWrite.index().set(group);
    groupWrite.multiplier().set(word.slice(0, 16).unsigned());
    groupWrite.zeroPoint().set(word.slice(16, 8).unsigned());
    groupWrite.endChunk().set(word.slice(0, 16).unsigned());
    thresholdWrite.write().set(thresholdWord);
    thresholdWrite.buffer().set(tableSelect.not());
    thresholdWrite.bank().set(bank);
    thresholdWrite.index().set(index);
    thresholdWrite.data().set(word.signed());
  }
}
