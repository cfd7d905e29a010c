package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.config.Widths;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Two banks of words of K codes: one feeds the array while the other is filled.
 *
 * <p>Where K is a multiple of M a word is written in K/M parts; each write also clears the parts
 * behind its own, so a tensor whose last block is missing reads as zero. Where neither divides the
 * other, parts are gcd(K, M) codes, each in a memory of its own: a row of M codes fills the parts
 * from {@link #writePart} on, those that a word has no room for in the next chunk's word. Read
 * latency 1 cycle.
 */
final class ActivationBuffer extends Module {
  final Bit write;
  final Bit writeBank;
  final Unsigned writeAddress;

  private final AcceleratorConfig config;

  /** min(K, M) codes. */
  final Bits writeData;

  /** The part that {@link #writeData} fills or begins at; ignored where a word has one part. */
  final Unsigned writePart;

  /** The word that takes what its own has no room for; null where every row has room. */
  final Unsigned writeNext;

  final Bit read;
  final Bit readBank;
  final Unsigned readAddress;

  /** The word read, K codes. */
  final Bits word;

  ActivationBuffer(AcceleratorConfig config) {
    this.config = config;
    int wordBits = config.reductionLanes() * config.activationBits();
    boolean split = config.hasSplitWords();
    write = inputBit("write");
    writeBank = inputBit("write_bank");
    writeAddress = inputUnsigned("write_address", addressBits(config));
    writeNext = split ? inputUnsigned("write_next", addressBits(config)) : null;
    writeData = inputBits("write_data", ActivationWrite.unitBits(config));
    writePart = inputUnsigned("write_part", partIndexBits(config));
    read = inputBit("read");
    readBank = inputBit("read_bank");
    readAddress = inputUnsigned("read_address", addressBits(config));
    word = outputBits("word", wordBits);

    Bits[] reads = new Bits[2];
    for (int bank = 0; bank < 2; bank++) {
      Bit writeHere = write.and(bank == 1 ? writeBank : writeBank.not());
      Bit readHere = read.and(bank == 1 ? readBank : readBank.not());
      reads[bank] =
          split ? splitBank(bank, writeHere, readHere) : wholeBank(bank, writeHere, readHere);
    }
    if (parts(config) == 1) {
      unused("write_part", writePart);
    }
    Bit selected = delayBit("read_bank_delayed", readBank);
    word.set(reads[1].orElse(selected, reads[0]));
  }

  /** Returns the parts of a word. */
  static int parts(AcceleratorConfig config) {
    return config.reductionLanes() / config.slotUnit();
  }

  static int partIndexBits(AcceleratorConfig config) {
    return Math.max(1, Widths.ceilLog2(parts(config)));
  }

  static int addressBits(AcceleratorConfig config) {
    return 31 - Integer.numberOfLeadingZeros(config.activationBufferWords());
  }

  private Bits wholeBank(int bank, Bit writeHere, Bit readHere) {
    int parts = parts(config);
    int partBits = writeData.width();
    Memory memory = memory("bank_" + bank, word.width(), config.activationBufferWords());
    if (parts == 1) {
      memory.write(writeAddress, writeData, writeHere);
    } else {
      memory.write(writeAddress, placed(parts, partBits), writeHere, mask(parts));
    }
    return memory.readSync(readAddress, readHere);
  }

  private Bits splitBank(int bank, Bit writeHere, Bit readHere) {
    Bits joined = null;
    for (int part = 0; part < parts(config); part++) {
      int partBits = config.slotUnit() * config.activationBits();
      Memory memory =
          memory("bank_" + bank + "_part_" + part, partBits, config.activationBufferWords());
      // A part in front of the one that the row begins at is filled from the row's end.
      boolean last = part == parts(config) - 1;
      Unsigned address =
          last ? writeAddress : writeNext.orElse(writePart.ge(part + 1L), writeAddress);
      memory.write(address, ofRow(part, partBits), writeHere.and(reached(part)));
      Bits read = memory.readSync(readAddress, readHere);
      joined = joined == null ? read : read.concat(joined);
    }
    return joined;
  }

  /** Returns the place within a row of what a part takes when the row begins at another one. */
  private int place(int part, int begin) {
    return Math.floorMod(part - begin, parts(config));
  }

  private int rowParts() {
    return config.outputLanes() / config.slotUnit();
  }

  /** Returns what a part takes of the row. */
  private Bits ofRow(int part, int partBits) {
    Bits content = null;
    for (int begin = 0; begin < parts(config); begin++) {
      int place = place(part, begin);
      if (place < rowParts()) {
        Bits slice = writeData.slice(place * partBits, partBits);
        content = content == null ? slice : slice.orElse(writePart.eq(begin), content);
      }
    }
    return content;
  }

  /** Returns whether the row reaches a part. */
  private Bit reached(int part) {
    Bit reached = bit(true);
    for (int begin = 0; begin < parts(config); begin++) {
      if (place(part, begin) >= rowParts()) {
        reached = reached.and(writePart.ne(begin));
      }
    }
    return reached;
  }

  private Bits placed(int parts, int partBits) {
    Bits zero = bits(java.math.BigInteger.ZERO, partBits);
    Bits word = null;
    for (int part = 0; part < parts; part++) {
      Bits content = writeData.orElse(writePart.eq(part), zero);
      word = word == null ? content : content.concat(word);
    }
    return word;
  }

  private Bits mask(int parts) {
    Bits mask = null;
    for (int part = 0; part < parts; part++) {
      // The last part is behind every other: comparing its number would be a constant.
      Bit enabled = part == parts - 1 ? bit(true) : unsigned(part, writePart.width()).ge(writePart);
      mask = mask == null ? enabled.bits() : enabled.bits().concat(mask);
    }
    return mask;
  }
}
