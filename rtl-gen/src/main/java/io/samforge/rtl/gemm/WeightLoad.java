package io.samforge.rtl.gemm;

import io.samforge.hdl.Bit;
import io.samforge.hdl.Bits;
import io.samforge.hdl.Unsigned;
import java.util.function.Supplier;

/**
 * Rows of weights on their way to the lanes.
 *
 * @param row K weights
 * @param fire makes a signal that is 1 where a row moves
 * @param lane the lane that the row belongs to
 * @param commit makes the shadow weights of all lanes active
 */
record WeightLoad(Bits row, Supplier<Bit> fire, Unsigned lane, Bit commit) {}
