/** The pages of {@code make eval}: plots as inline SVG, readable offline, without scripts. */
package io.samforge.eval.report;
