/** The multiplier block DSP48E2 of UltraScale+, and how several products share one. */
package io.samforge.rtl.dsp;
