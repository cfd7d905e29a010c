/** Segments one photograph with a prompt: the command behind {@code make segment}. */
package io.samforge.eval.segment;
