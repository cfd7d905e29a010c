package io.samforge.host.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.samforge.arch.UserError;
import io.samforge.host.board.tcp.TcpProvider;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardUrlTest {
  @Test
  void partsAreFound() {
    BoardUrl url = BoardUrl.parse("uio:/dev/uio0?buffer=/dev/udmabuf0&clock=150");
    assertThat(url.scheme()).isEqualTo("uio");
    assertThat(url.place()).isEqualTo("/dev/uio0");
    assertThat(url.option("buffer")).contains("/dev/udmabuf0");
    assertThat(url.number("clock", 1, 1, 1000)).isEqualTo(150);
    assertThat(url.number("other", 7, 1, 1000)).isEqualTo(7);
    assertThat(url).hasToString("uio:/dev/uio0?buffer=/dev/udmabuf0&clock=150");
    assertThat(TcpProvider.place("h:65535").getPort()).isEqualTo(65535);
    assertThat(TcpProvider.place("h:0").getPort()).isZero();
    assertThat(TcpProvider.place("[::1]:99").getHostString()).isEqualTo("::1");
  }

  @Test
  void wrongOnesAreToldInOneLine() {
    for (String wrong : List.of("", "tiny", ":x", "a:b?c", "a:b?c=1&c=2", "a:b?=1")) {
      assertThatThrownBy(() -> BoardUrl.parse(wrong).require("a:b"))
          .as(wrong)
          .isInstanceOf(UserError.class);
    }
    for (String wrong :
        List.of(
            "what:1",
            "tcp:host",
            "tcp:host:x",
            "tcp:h:65536",
            "tcp:h:-1",
            "tcp::1",
            "tcp:h:1?x=1",
            "xdma:",
            "uio:x")) {
      assertThatThrownBy(() -> Boards.open(wrong))
          .as(wrong)
          .isInstanceOf(UserError.class)
          .hasMessageContaining("allowed");
    }
    assertThatThrownBy(() -> Boards.open("tcp:h:1?timeout=0"))
        .hasMessageContaining("timeout must be a number from 1 to 3600");
    assertThatThrownBy(() -> Boards.open("xdma:/dev/none"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be opened");
  }
}
