package io.samforge.arch.register;

import java.util.List;
import java.util.Locale;

/**
 * Registers of which every layer of a program has a row (architecture, section 9).
 *
 * @param name in capitals, as in documents
 * @param offset byte offset of the first word of the first row
 * @param words what a row consists of, in order; at most four
 */
public record RegisterLog(String name, int offset, List<String> words) {
  /** Bytes from one row to the next. */
  public static final int STRIDE = 16;

  /** Rows; layers behind the last have none. */
  public static final int ENTRIES = 256;

  /** Copies the words. */
  public RegisterLog {
    words = List.copyOf(words);
    if (words.isEmpty() || words.size() > STRIDE / Integer.BYTES) {
      throw new IllegalArgumentException(name + ": a row of " + words.size() + " words");
    }
  }

  /** Returns what a person calls it. */
  public String title() {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns the byte offset of a word of the row of a layer 0..255. */
  public int offset(int layer, int word) {
    if (layer < 0 || layer >= ENTRIES || word < 0 || word >= words.size()) {
      throw new IllegalArgumentException("no " + title() + " entry " + layer + ", word " + word);
    }
    return offset + layer * STRIDE + Integer.BYTES * word;
  }
}
