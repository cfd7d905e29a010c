/**
 * Reads a model and cuts it into steps of host and accelerator (architecture, section 13); {@link
 * io.samforge.calib.graph.GraphReader} is the way in.
 */
package io.samforge.calib.graph;
