package io.samforge.arch.pack;

import io.samforge.arch.Sha256;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The binary parts of a package: numbered when it is written, handed out once each when it is read.
 */
final class PackageParts {
  private final Map<String, byte[]> parts = new LinkedHashMap<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * One part in the manifest.
   *
   * @param name its name in the zip
   * @param bytes its size
   * @param sha256 its SHA-256
   */
  record Entry(String name, int bytes, String sha256) {}

  /** Adds a part and returns its name. */
  String add(byte[] data) {
    String name = "parts/%04d".formatted(parts.size());
    parts.put(name, data);
    return name;
  }

  /**
   * Adds the parts that a manifest lists, out of those in a zip.
   *
   * @throws IllegalArgumentException naming a part that is missing, altered, or not listed
   */
  void addListed(List<Entry> entries, Map<String, byte[]> stored) {
    for (Entry entry : entries) {
      byte[] data = stored.get(entry.name);
      if (data == null || data.length != entry.bytes) {
        throw new IllegalArgumentException("part " + entry.name + " is missing or incomplete");
      }
      if (!Sha256.of(data).equals(entry.sha256)) {
        throw new IllegalArgumentException("part " + entry.name + " has a wrong SHA-256");
      }
      if (parts.put(entry.name, data) != null) {
        throw new IllegalArgumentException("part " + entry.name + " is listed twice");
      }
    }
    for (String name : stored.keySet()) {
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException("part " + name + " is not in the manifest");
      }
    }
  }

  /**
   * Returns a part.
   *
   * @throws IllegalArgumentException when it does not exist or was asked for before
   */
  byte[] take(String name) {
    byte[] data = parts.get(name);
    if (data == null || !taken.add(name)) {
      throw new IllegalArgumentException("there is no part " + name + " left");
    }
    return data;
  }

  /** Refuses parts that nobody took. */
  void requireAllTaken() {
    if (taken.size() != parts.size()) {
      throw new IllegalArgumentException(
          (parts.size() - taken.size()) + " parts are not used by any function");
    }
  }

  /** Returns the entries of the manifest. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    parts.forEach((name, data) -> entries.add(new Entry(name, data.length, Sha256.of(data))));
    return entries;
  }

  /** Returns all parts. */
  Map<String, byte[]> all() {
    return parts;
  }
}
