/**
 * A bridge from a serial line to registers and memory, for boards without a fast bus. The frames
 * are described in docs/fpga.md, section 3.
 */
package io.samforge.rtl.uart;
