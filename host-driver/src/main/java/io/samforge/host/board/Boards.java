package io.samforge.host.board;

import io.samforge.arch.UserError;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Opens boards by their URLs. */
public final class Boards {
  private Boards() {}

  /**
   * Opens a board.
   *
   * @param url {@code sim:CONFIG}, {@code tcp:HOST:PORT}, {@code xdma:/dev/xdma0} or {@code
   *     uio:/dev/uio0?buffer=/dev/udmabuf0}, with the options that {@code docs/host.md} lists
   * @throws UserError when the URL is wrong, there is no such board, or no such transport here
   * @throws io.samforge.host.DeviceException when the board does not answer
   */
  public static Board open(String url) {
    BoardUrl parsed = BoardUrl.parse(url);
    for (BoardProvider provider : providers()) {
      if (provider.scheme().equals(parsed.scheme())) {
        return provider.open(parsed);
      }
    }
    throw new UserError(
        "board URL '%s': unknown transport %s; allowed: %s"
            .formatted(
                url,
                parsed.scheme(),
                providers().stream().map(BoardProvider::form).collect(Collectors.joining(", "))));
  }

  /** Returns the transports of this program, by scheme. */
  public static List<BoardProvider> providers() {
    return ServiceLoader.load(BoardProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(BoardProvider::scheme))
        .toList();
  }
}
