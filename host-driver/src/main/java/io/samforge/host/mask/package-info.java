/** Prompts and masks of Segment Anything: what goes into the mask decoder, what comes out of it. */
package io.samforge.host.mask;
