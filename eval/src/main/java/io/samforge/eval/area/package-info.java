/** What the modules of accelerators take of an FPGA, and how much that is for each multiplier. */
package io.samforge.eval.area;
