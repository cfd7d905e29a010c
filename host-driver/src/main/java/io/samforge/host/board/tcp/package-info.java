/** Boards over TCP: the protocol, the client and the server (docs/host.md). */
package io.samforge.host.board.tcp;
