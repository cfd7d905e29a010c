/** The command {@code rtl-gen}: a configuration in, Verilog and its documents out. */
package io.samforge.rtl.cli;
