package io.samforge.arch.layer;

/**
 * How the code of a channel is written into the slots of the channel (architecture, section 6).
 *
 * <p>With one copy the slot holds the code as it is. With tau copies, code {@code k > 0} stands in
 * copy {@code (levels-k) mod tau} as 1 for the lowest octave, 2 for the next and so on, and all
 * other copies hold 0.
 *
 * @param levels the largest code
 * @param copies slots of every channel
 */
public record SlotCode(int levels, int copies) {
  /** Codes that stand in one slot as they are. */
  public static final SlotCode PLAIN = new SlotCode(255, 1);

  /** Rejects what no operand has. */
  public SlotCode {
    if (levels < 1 || levels > 255 || copies < 1 || copies > levels) {
      throw new IllegalArgumentException(
          "slot code of " + levels + " levels in " + copies + " copies");
    }
  }

  /** Returns the largest value in a slot: the number of octaves, or of codes above 0. */
  public int octaves() {
    return (levels + copies - 1) / copies;
  }

  /** Returns what one copy of a channel holds for a code 0..levels. */
  public int write(int copy, int code) {
    if (code < 0 || code > levels) {
      throw new IllegalArgumentException("code " + code + "; allowed: 0 to " + levels);
    }
    if (copies == 1) {
      return code;
    }
    int below = levels - code;
    return code > 0 && below % copies == copy ? octaves() - below / copies : 0;
  }

  /** Returns the code that a copy holding a value stands for; 0 where the copy holds 0. */
  public int read(int copy, int value) {
    int code = value == 0 ? 0 : levels - ((octaves() - value) * copies + copy);
    if (value != 0 && code < 1 || code > levels) {
      throw new IllegalArgumentException("copy " + copy + " of a channel cannot hold " + value);
    }
    return code;
  }
}
