package io.samforge.arch.layer;

/** How the code of a channel is written into the slots of the channel (architecture, section 6). */
public sealed interface SlotCode {
  /** Returns the number of slots of every channel. */
  int copies();

  /** Returns whether channels may stand in groups, each copy of a group being an entry. */
  default boolean grouped() {
    return true;
  }

  /** Returns the largest code. */
  int largest();

  /**
   * Returns what one copy of a channel holds for a code.
   *
   * @throws IllegalArgumentException when the code does not occur
   */
  int write(int copy, int code);

  /**
   * Returns the part of a code that a copy holding a value stands for; the code is the bitwise or
   * of the parts of all copies.
   *
   * @throws IllegalArgumentException when no code makes the copy hold the value
   */
  int read(int copy, int value);

  /** One slot that holds the code as it is. */
  record Plain() implements SlotCode {
    @Override
    public int copies() {
      return 1;
    }

    @Override
    public int largest() {
      return 255;
    }

    @Override
    public int write(int copy, int code) {
      return SlotCode.checked(code, 255);
    }

    @Override
    public int read(int copy, int value) {
      return value;
    }
  }

  /**
   * One slot for each residue class: code {@code k > 0} stands in copy {@code (levels-k) mod tau}
   * as 1 for the lowest octave, 2 for the next and so on, and all other copies hold 0.
   *
   * @param levels the largest code
   * @param copies tau, the residue classes
   */
  record Residues(int levels, int copies) implements SlotCode {
    /** Rejects what no operand has. */
    public Residues {
      if (levels < 1 || levels > 255 || copies < 1 || copies > levels) {
        throw new IllegalArgumentException(
            "slot code of " + levels + " levels in " + copies + " copies");
      }
    }

    @Override
    public boolean grouped() {
      return false;
    }

    @Override
    public int largest() {
      return levels;
    }

    /** Returns the largest value in a slot: the number of octaves. */
    public int octaves() {
      return (levels + copies - 1) / copies;
    }

    @Override
    public int write(int copy, int code) {
      int below = levels - SlotCode.checked(code, levels);
      return code > 0 && below % copies == copy ? octaves() - below / copies : 0;
    }

    @Override
    public int read(int copy, int value) {
      int code = value == 0 ? 0 : levels - ((octaves() - value) * copies + copy);
      if (value != 0 && code < 1 || code > levels) {
        throw SlotCode.impossible(copy, value);
      }
      return code;
    }
  }

  /**
   * Two slots that hold a code of {@value #CODE_BITS} bits as {@code q = q_0 + 2^bits q_1}, the low
   * digit in copy 0 and the high digit in copy 1.
   *
   * @param bits bits of a digit: 4, 5 or 6
   */
  record Digits(int bits) implements SlotCode {
    /** Bits of a code. */
    public static final int CODE_BITS = 8;

    private static final int LARGEST = (1 << CODE_BITS) - 1;

    /** Rejects digits that are not 4, 5 or 6 bits. */
    public Digits {
      checkBits(bits);
    }

    static void checkBits(int bits) {
      if (bits < 4 || bits > 6) {
        throw new IllegalArgumentException("digits of " + bits + " bits; allowed: 4, 5, 6");
      }
    }

    @Override
    public int copies() {
      return 2;
    }

    @Override
    public int largest() {
      return LARGEST;
    }

    @Override
    public int write(int copy, int code) {
      return SlotCode.checked(code, LARGEST) >> copy * bits & (1 << bits) - 1;
    }

    @Override
    public int read(int copy, int value) {
      int part = value << copy * bits;
      if (part > LARGEST || value >= 1 << bits) {
        throw SlotCode.impossible(copy, value);
      }
      return part;
    }
  }

  /**
   * All slots of another slot code, and the same once more.
   *
   * @param code the other one, itself none of this kind
   */
  record Twice(SlotCode code) implements SlotCode {
    /** Rejects four times. */
    public Twice {
      if (code instanceof Twice) {
        throw new IllegalArgumentException("slots that stand there four times");
      }
    }

    @Override
    public int copies() {
      return 2 * code.copies();
    }

    @Override
    public boolean grouped() {
      return code.grouped();
    }

    @Override
    public int largest() {
      return code.largest();
    }

    @Override
    public int write(int copy, int value) {
      return code.write(copy % code.copies(), value);
    }

    @Override
    public int read(int copy, int value) {
      return code.read(copy % code.copies(), value);
    }
  }

  private static int checked(int code, int largest) {
    if (code < 0 || code > largest) {
      throw new IllegalArgumentException("code " + code + "; allowed: 0 to " + largest);
    }
    return code;
  }

  private static IllegalArgumentException impossible(int copy, int value) {
    return new IllegalArgumentException("copy " + copy + " of a channel cannot hold " + value);
  }
}
