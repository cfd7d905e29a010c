/** Boards behind device files of this machine: PCIe cards with XDMA, and Zynq with UIO. */
package io.samforge.host.board.device;
