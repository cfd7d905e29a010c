package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Memory;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Two banks of words of K codes: one feeds the array while the other is filled.
 *
 * <p>Where K is larger than M a word is written in K/M parts; each write also clears the parts
 * behind its own, so a tensor whose last block is missing reads as zero. Read latency 1 cycle.
 */
final class ActivationBuffer extends Module {
  final Bit write;
  final Bit writeBank;
  final Unsigned writeAddress;

  /** min(K, M) codes. */
  final Bits writeData;

  /** The part of the word that {@link #writeData} fills; ignored where a word has one part. */
  final Unsigned writePart;

  final Bit read;
  final Bit readBank;
  final Unsigned readAddress;

  /** The word read, K codes. */
  final Bits word;

  ActivationBuffer(AcceleratorConfig config) {
    int wordBits = config.reductionLanes() * config.activationBits();
    int parts = parts(config);
    int partBits = wordBits / parts;
    write = inputBit("write");
    writeBank = inputBit("write_bank");
    writeAddress = inputUnsigned("write_address", addressBits(config));
    writeData = inputBits("write_data", partBits);
    writePart = inputUnsigned("write_part", partIndexBits(config));
    read = inputBit("read");
    readBank = inputBit("read_bank");
    readAddress = inputUnsigned("read_address", addressBits(config));
    word = outputBits("word", wordBits);

    Bits[] reads = new Bits[2];
    for (int bank = 0; bank < 2; bank++) {
      Memory memory = memory("bank_" + bank, wordBits, config.activationBufferWords());
      Bit writeHere = write.and(bank == 1 ? writeBank : writeBank.not());
      if (parts == 1) {
        memory.write(writeAddress, writeData, writeHere);
      } else {
        memory.write(writeAddress, placed(parts, partBits), writeHere, mask(parts));
      }
      Bit readHere = read.and(bank == 1 ? readBank : readBank.not());
      reads[bank] = memory.readSync(readAddress, readHere);
    }
    if (parts == 1) {
      unused("write_part", writePart);
    }
    Bit selected = delayBit("read_bank_delayed", readBank);
    word.set(reads[1].orElse(selected, reads[0]));
  }

  static int parts(AcceleratorConfig config) {
    return Math.max(1, config.reductionLanes() / config.outputLanes());
  }

  static int partIndexBits(AcceleratorConfig config) {
    return Math.max(1, 31 - Integer.numberOfLeadingZeros(parts(config)));
  }

  static int addressBits(AcceleratorConfig config) {
    return 31 - Integer.numberOfLeadingZeros(config.activationBufferWords());
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
