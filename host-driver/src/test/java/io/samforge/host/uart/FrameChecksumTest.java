package io.samforge.host.uart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameChecksumTest {
  @Test
  void isThePublishedOneOfTheDigits() {
    byte[] digits = "x123456789x".getBytes(StandardCharsets.US_ASCII);
    assertThat(FrameChecksum.of(digits, 1, 10)).isEqualTo(0x29b1);
    assertThat(FrameChecksum.of(digits, 0, 0)).isEqualTo(0xffff);
  }
}
