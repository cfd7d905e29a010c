package io.samforge.arch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Named parts in a zip: stored, not deflated, all with the same time, so that equal parts give
 * equal bytes on every machine.
 *
 * <p>Reading takes only bytes that writing makes: what was altered, cut off or added is refused,
 * and never more memory is taken than the file is long.
 */
public final class StoredZip {
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
  private static final long MOST_BYTES = Integer.MAX_VALUE - 64;

  private StoredZip() {}

  /** Returns the zip of some parts, in the order of the map. */
  public static byte[] write(Map<String, byte[]> parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(parts, bytes);
    return bytes.toByteArray();
  }

  /**
   * Returns the parts of a zip in the order of the file.
   *
   * @throws IOException saying what is wrong, when these are not the bytes of a zip as written here
   */
  public static Map<String, byte[]> read(byte[] bytes) throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getMethod() != ZipEntry.STORED) {
          throw new ZipException("part " + printable(entry.getName()) + " is compressed");
        }
        if (parts.put(entry.getName(), zip.readAllBytes()) != null) {
          throw new ZipException("part " + printable(entry.getName()) + " stands twice");
        }
      }
    } catch (IllegalArgumentException e) {
      throw new ZipException("a part has a name that is not UTF-8");
    }
    if (parts.isEmpty()) {
      throw new ZipException("it is not a zip file");
    }
    Comparison comparison = new Comparison(bytes);
    write(parts, comparison);
    comparison.finish();
    return parts;
  }

  /**
   * Returns the bytes of a file that may hold a zip.
   *
   * @throws IOException when it cannot be read or is longer than a Java array
   */
  public static byte[] load(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw new IOException(size + " bytes; allowed: at most " + MOST_BYTES);
    }
    return Files.readAllBytes(file);
  }

  private static void write(Map<String, byte[]> parts, OutputStream out) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> part : parts.entrySet()) {
        CRC32 crc = new CRC32();
        crc.update(part.getValue());
        ZipEntry entry = new ZipEntry(part.getKey());
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(ENTRY_TIME);
        entry.setSize(part.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(part.getValue());
        zip.closeEntry();
      }
    }
  }

  private static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  /** Compares what is written to it with an array, without a copy. */
  private static final class Comparison extends OutputStream {
    private final byte[] expected;
    private int at;

    Comparison(byte[] expected) {
      this.expected = expected;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      boolean fits = length <= expected.length - at;
      if (!fits || Arrays.mismatch(expected, at, at + length, data, offset, offset + length) >= 0) {
        throw altered();
      }
      at += length;
    }

    void finish() throws IOException {
      if (at != expected.length) {
        throw altered();
      }
    }

    private static ZipException altered() {
      return new ZipException("it was altered or cut off after it was written");
    }
  }
}
