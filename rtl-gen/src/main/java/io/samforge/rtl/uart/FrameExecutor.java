package io.samforge.rtl.uart;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;

/**
 * Carries out a request word by word and finds its status.
 *
 * <p>A write that repeats the tag of the write before it, with no read in between, is answered with
 * the status of that one and not carried out again: a host that lost the answer may repeat it.
 * {@code finished} is 1 for one cycle. Reset: idle.
 */
final class FrameExecutor extends Module {
  final Bit start;
  final Bit intact;
  final Bits operation;
  final Bits tag;
  final Unsigned count;
  final Unsigned address;

  final Unsigned bufferIndex;
  final Bits bufferWord;
  final Bit bufferWrite;
  final Bits bufferData;

  /** Which words are meant: 0 information, 1 registers, 2 memory. */
  final Unsigned space;

  final WordPorts word;
  final Bit busy;
  final Bit finished;
  final Unsigned status;

  private final Unsigned result = regUnsigned("result", 8, 0);
  private final Bit knowsLast = regBit("knows_last", false);

  FrameExecutor() {
    start = inputBit("start");
    intact = inputBit("intact");
    operation = inputBits("operation", 8);
    tag = inputBits("tag", 8);
    count = inputUnsigned("count", 8);
    address = inputUnsigned("address", 32);
    bufferIndex = outputUnsigned("buffer_index", 6);
    bufferWord = inputBits("buffer_word", 32);
    bufferWrite = outputBit("buffer_write");
    bufferData = outputBits("buffer_data", 32);
    space = outputUnsigned("space", 2);
    word = WordPorts.asking("word", inputs(), outputs());
    busy = outputBit("busy");
    finished = outputBit("finished");
    status = outputUnsigned("status", 8);

    Bit writes = operation.bit(0);
    space.set(operation.slice(1, 2).unsigned());
    Unsigned problem = problem();
    Bit repeated = delayWhen("last_tag", tag, start.and(intact)).eq(tag).and(knowsLast).and(writes);
    Bit active = regBit("active", false);
    Bit asking = regBit("asking", false);
    Bit ended = regBit("ended", false);
    Unsigned index = regUnsigned("index", 7, 0);
    Unsigned place = regUnsigned("place", 32, 0);
    Bit runs = start.and(problem.eq(FrameFormat.OK)).and(repeated.not());

    ended.set(start.and(runs.not()));
    // The buffer shows its word one cycle after the index, so a request begins one cycle later.
    asking.set(active);
    when(start.and(repeated.not()), () -> result.set(problem));
    when(start.and(intact), () -> knowsLast.set(writes));
    when(
        runs,
        () -> {
          active.set(bit(true));
          index.set(unsigned(0, 7));
          place.set(address);
        });
    Bit answered = word.valid().and(word.done());
    Bit last = index.plus(1).extend(8).eq(count).or(word.error());
    when(
        answered,
        () -> {
          asking.set(bit(false));
          index.set(index.plus(1));
          place.set(place.plus(4));
          when(word.error(), () -> result.set(unsigned(FrameFormat.NO_ACCESS, 8)));
          when(
              last,
              () -> {
                active.set(bit(false));
                ended.set(bit(true));
              });
        });
    bufferIndex.set(index.truncate(6));
    bufferWrite.set(answered.and(writes.not()));
    bufferData.set(word.answer());
    word.valid().set(active.and(asking));
    word.write().set(writes);
    word.address().set(place);
    word.data().set(bufferWord);
    busy.set(active.or(ended));
    finished.set(ended);
    status.set(result);
  }

  private Unsigned problem() {
    Unsigned code = operation.unsigned();
    Bit unknown = code.eq(1).or(code.ge(6));
    Bit range = count.eq(0).or(count.ge(FrameFormat.MAX_WORDS + 1L)).or(address.slice(0, 2).any());
    return unsigned(FrameFormat.BAD_CHECKSUM, 8)
        .orElse(
            intact.not(),
            unsigned(FrameFormat.BAD_OPERATION, 8)
                .orElse(
                    unknown,
                    unsigned(FrameFormat.BAD_RANGE, 8).orElse(range, unsigned(FrameFormat.OK, 8))));
  }
}
