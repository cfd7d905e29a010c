package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Takes a request apart: operation, tag, count, address, the words of a write, checksum.
 *
 * <p>Bytes in front of a frame are skipped; a frame that stops for {@value FrameFormat#GAP_BITS}
 * bit times, or that has a broken byte, is forgotten. {@code complete} is 1 for one cycle behind
 * the last byte. Bytes that arrive while {@code pause} is 1 are lost. Reset: waiting for a frame.
 */
final class FrameReceiver extends Module {
  private static final int IDLE = 0;
  private static final int OPERATION = 1;
  private static final int TAG = 2;
  private static final int COUNT = 3;
  private static final int ADDRESS = 4;
  private static final int WORDS = 5;
  private static final int CHECKSUM_LOW = 6;
  private static final int CHECKSUM_HIGH = 7;
  private static final int STATE_BITS = 3;

  final Bit byteValid;
  final Bits byteData;
  final Bit byteBroken;
  final Bit pause;
  final Bits operation;
  final Bits tag;
  final Unsigned count;
  final Unsigned address;
  final Bit complete;

  /** With {@link #complete}: the checksum is right. */
  final Bit intact;

  final Bit wordWrite;
  final Unsigned wordIndex;
  final Bits wordData;

  private final Unsigned state = regUnsigned("state", STATE_BITS, IDLE);
  private final Unsigned inWord = regUnsigned("byte_in_word", 2, 0);
  private final Unsigned words = regUnsigned("words_left", 8, 0);
  private final Bits checksum = regBits("checksum", 16);
  private final Bits low = regBits("checksum_low", 8);

  FrameReceiver(int clocksPerBit) {
    byteValid = inputBit("byte_valid");
    byteData = inputBits("byte_data", 8);
    byteBroken = inputBit("byte_broken");
    pause = inputBit("pause");
    operation = outputBits("operation", 8);
    tag = outputBits("tag", 8);
    count = outputUnsigned("count", 8);
    address = outputUnsigned("address", 32);
    complete = outputBit("complete");
    intact = outputBit("intact");
    wordWrite = outputBit("word_write");
    wordIndex = outputUnsigned("word_index", 6);
    wordData = outputBits("word_data", 32);

    Bit taken = byteValid.and(pause.not());
    field(taken);
    Bits collected = regBits("collected", 24);
    Bits word = byteData.concat(collected);
    when(taken, () -> collected.set(word.slice(8, 24)));
    wordData.set(word);
    Bit wordEnds = taken.and(inWord.all());
    Unsigned index = regUnsigned("index", 6, 0);
    wordIndex.set(index);
    wordWrite.set(wordEnds.and(state.eq(WORDS)));
    when(wordWrite, () -> index.set(index.plus(1)));
    when(state.eq(ADDRESS), () -> index.set(unsigned(0, 6)));
    address.set(delayWhen("address_reg", word.unsigned(), wordEnds.and(state.eq(ADDRESS))));
    advance(taken, wordEnds);
    forget(clocksPerBit, taken);
    Bit ends = taken.and(state.eq(CHECKSUM_HIGH));
    complete.set(delayBit("ended", ends));
    intact.set(delay("checksum_right", byteData.concat(low).eq(checksum)));
  }

  private void field(Bit taken) {
    Bits operationReg = delayWhen("operation_reg", byteData, taken.and(state.eq(OPERATION)));
    operation.set(operationReg);
    tag.set(delayWhen("tag_reg", byteData, taken.and(state.eq(TAG))));
    count.set(delayWhen("count_reg", byteData.unsigned(), taken.and(state.eq(COUNT))));
    when(taken.and(state.eq(CHECKSUM_LOW)), () -> low.set(byteData));
    when(taken.and(state.lt(CHECKSUM_LOW)), () -> checksum.set(Crc16.next(checksum, byteData)));
    when(state.eq(IDLE), () -> checksum.set(bits(Crc16.START, 16)));
  }

  private void advance(Bit taken, Bit wordEnds) {
    when(taken, () -> inWord.set(inWord.plus(1)));
    when(state.lt(ADDRESS), () -> inWord.set(unsigned(0, 2)));
    Bit writes = operation.bit(0).and(count.ne(0));
    switchOn(
        state,
        branches -> {
          branches.is(IDLE, () -> step(taken.and(byteData.unsigned().eq(FrameFormat.REQUEST))));
          branches.is(
              ADDRESS,
              () ->
                  when(
                      wordEnds,
                      () -> {
                        words.set(count);
                        state.set(
                            unsigned(WORDS, STATE_BITS)
                                .orElse(writes, unsigned(CHECKSUM_LOW, STATE_BITS)));
                      }));
          branches.is(
              WORDS,
              () -> {
                when(wordEnds, () -> words.set(words.minus(1)));
                step(wordEnds.and(words.eq(1)));
              });
          branches.otherwise(() -> step(taken));
        });
  }

  private void step(Bit condition) {
    // Behind the last state comes the first: the counter wraps.
    when(condition, () -> state.set(state.plus(1)));
  }

  private void forget(int clocksPerBit, Bit taken) {
    long gap = (long) FrameFormat.GAP_BITS * clocksPerBit;
    int timerBits = 64 - Long.numberOfLeadingZeros(gap);
    Unsigned silence = regUnsigned("silence", timerBits, 0);
    silence.set(silence.plus(1));
    when(taken.or(state.eq(IDLE)), () -> silence.set(unsigned(0, timerBits)));
    when(byteBroken.or(silence.eq(gap)), () -> state.set(unsigned(IDLE, STATE_BITS)));
  }
}
