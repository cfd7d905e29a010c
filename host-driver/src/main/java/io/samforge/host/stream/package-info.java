/** Streams pictures through a board: several in flight, faults repaired, results kept whole. */
package io.samforge.host.stream;
