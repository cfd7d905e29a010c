/**
 * Boards behind a serial line: the frames of docs/fpga.md, section 3, and a device that speaks
 * them.
 */
package io.samforge.host.uart;
