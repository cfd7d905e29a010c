/** Boards: one interface, the ways to reach them, and their addresses. */
package io.samforge.host.board;
