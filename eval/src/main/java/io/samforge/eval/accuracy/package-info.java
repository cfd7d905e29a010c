/** How close quantised masks come to float masks: the command behind {@code make accuracy}. */
package io.samforge.eval.accuracy;
