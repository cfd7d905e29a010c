/** Segment Anything models that can be run: an image encoder and a mask decoder. */
package io.samforge.eval.mask;
