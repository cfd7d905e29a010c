/** Search for accelerators: areas estimated, speeds from the exact cycle model, the best ranked. */
package io.samforge.eval.explore;
