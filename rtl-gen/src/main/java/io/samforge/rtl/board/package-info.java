/** The tops of boards: clocks, resets and pins around the accelerator or a unit. */
package io.samforge.rtl.board;
