/**
 * Average precision of masks as the COCO benchmark defines it, with boxes of a detector as prompts.
 */
package io.samforge.eval.accuracy.coco;
