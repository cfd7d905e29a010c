package io.samforge.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class StoredZipTest {
  private static byte[] twoParts() throws IOException {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("b", new byte[] {1, 2, 3});
    parts.put("a", new byte[0]);
    return StoredZip.write(parts);
  }

  @Test
  void partsComeBackInTheirOrder() throws IOException {
    Map<String, byte[]> parts = StoredZip.read(twoParts());
    assertThat(parts.keySet()).containsExactly("b", "a");
    assertThat(parts.get("b")).containsExactly(1, 2, 3);
    assertThat(parts.get("a")).isEmpty();
  }

  @Test
  void everyOtherByteIsRefused() throws IOException {
    byte[] good = twoParts();
    for (int i = 0; i < 8 * good.length; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << i % 8);
      assertThatThrownBy(() -> StoredZip.read(bad)).isInstanceOf(IOException.class);
    }
    for (int length = 0; length <= good.length + 1; length++) {
      if (length != good.length) {
        byte[] cut = Arrays.copyOf(good, length);
        assertThatThrownBy(() -> StoredZip.read(cut)).isInstanceOf(IOException.class);
      }
    }
  }

  /** A small compressed part may be huge when it is unpacked; it is never unpacked. */
  @Test
  void compressedAndRepeatedPartsAreRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bomb"));
      zip.write(new byte[1 << 20]);
    }
    assertThatThrownBy(() -> StoredZip.read(bytes.toByteArray()))
        .hasMessage("part bomb is compressed");
    byte[] twice = twoParts();
    for (int i = 0; i < twice.length - 1; i++) {
      // The name of the second part, in its header and in the directory.
      if (twice[i] == 'a' && i > 30) {
        twice[i] = 'b';
      }
    }
    assertThatThrownBy(() -> StoredZip.read(twice)).hasMessage("part b stands twice");
    assertThatThrownBy(() -> StoredZip.read("text".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("it is not a zip file");
  }
}
