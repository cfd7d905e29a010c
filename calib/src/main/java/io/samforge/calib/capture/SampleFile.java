package io.samforge.calib.capture;

import io.samforge.arch.AtomicFile;
import io.samforge.arch.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The samples of one image in a file: a header with the sizes of all sections, then the sections,
 * one for every step. A section is read without reading the others.
 *
 * @param path the file
 * @param sections where every section is, by the name of its step
 */
record SampleFile(Path path, Map<String, Section> sections) {
  private static final int MAGIC = 0x53464341;
  private static final int VERSION = 1;

  /** Magic, version and size of the header. */
  private static final int PREFIX_BYTES = 3 * Integer.BYTES;

  /**
   * A part of the file.
   *
   * @param begin its first byte
   * @param size its bytes
   */
  record Section(long begin, int size) {}

  /**
   * Writes a file whole.
   *
   * @param key what the samples depend on
   * @param sections their bytes, by the names of the steps
   */
  static void write(Path path, byte[] key, Map<String, byte[]> sections) {
    new AtomicFile(path)
        .write(
            file -> {
              ByteArrayOutputStream header = new ByteArrayOutputStream();
              DataOutputStream names = new DataOutputStream(header);
              names.writeInt(key.length);
              names.write(key);
              names.writeInt(sections.size());
              for (Map.Entry<String, byte[]> section : sections.entrySet()) {
                names.writeUTF(section.getKey());
                names.writeInt(section.getValue().length);
              }
              DataOutputStream out = new DataOutputStream(file);
              out.writeInt(MAGIC);
              out.writeInt(VERSION);
              out.writeInt(header.size());
              header.writeTo(out);
              for (byte[] section : sections.values()) {
                out.write(section);
              }
            });
  }

  /**
   * Opens a file if it is there, whole, and was written with the same key.
   *
   * @throws UserError when it is there and cannot be read
   */
  static Optional<SampleFile> open(Path path, byte[] key) {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        return Optional.empty();
      }
      long begin = (long) PREFIX_BYTES + in.readInt();
      int keyLength = in.readInt();
      if (keyLength != key.length || !Arrays.equals(in.readNBytes(keyLength), key)) {
        return Optional.empty();
      }
      Map<String, Section> sections = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        Section section = new Section(begin, in.readInt());
        sections.put(name, section);
        begin += section.size;
      }
      return Files.size(path) == begin
          ? Optional.of(new SampleFile(path, sections))
          : Optional.empty();
    } catch (EOFException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * Reads the section of a step.
   *
   * @throws UserError when the file cannot be read
   * @throws IllegalArgumentException when there is no such step
   */
  ByteBuffer read(String step) {
    Section section = sections.get(step);
    if (section == null) {
      throw new IllegalArgumentException("no samples of " + step + " in " + path);
    }
    byte[] bytes = new byte[section.size];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(section.begin);
      file.readFully(bytes);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    return ByteBuffer.wrap(bytes);
  }

  private static UserError unreadable(Path path, IOException e) {
    return new UserError("the samples %s cannot be read: %s".formatted(path, e.getMessage()), e);
  }
}
