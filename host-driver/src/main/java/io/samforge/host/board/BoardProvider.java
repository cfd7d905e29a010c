package io.samforge.host.board;

import java.util.List;

/** A kind of transport, found by {@link java.util.ServiceLoader}. */
public interface BoardProvider {
  /** Returns the scheme of its URLs. */
  String scheme();

  /** Returns what its URLs look like and what it reaches, for a list. */
  String form();

  /**
   * Opens a board.
   *
   * @throws io.samforge.arch.UserError when the URL is wrong or there is no such board
   * @throws io.samforge.host.DeviceException when the board does not answer
   */
  Board open(BoardUrl url);

  /** Returns the URLs of the boards that can be seen from here without opening them. */
  List<String> find();
}
