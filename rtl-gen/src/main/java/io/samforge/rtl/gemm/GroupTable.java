package io.samforge.rtl.gemm;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.hdl.Bit;
import io.samforge.hdl.Module;
import io.samforge.hdl.Unsigned;
import io.samforge.rtl.LayerSettings;
import io.samforge.rtl.unit.CagGroupRegisterFile;

/**
 * Maps the chunk of an issued token to its multipliers: finds the group by comparing the chunk with
 * the end chunks, then reads the CAG group-register file.
 *
 * <p>The entry is looked up in the cycle of the issue; the multipliers leave {@code stages} cycles
 * later. The entry of the chunk scales the multiply path of a CAG operand and the shift path of a
 * log2 operand, whose multiply path adds 0; for an HLUQ operand entry 0 scales the shift path and
 * entry 1 the multiply path; for CAG the shift path is multiplied by 0. The next layer's entries
 * load while this one runs; {@code commit} exchanges them.
 */
final class GroupTable extends Module {
  final GroupWrite write;
  final Bit commit;
  final Bit hluq;
  final Bit log2;
  final Unsigned chunk;
  final Unsigned multiplierMultiply;
  final Unsigned multiplierShift;
  final Unsigned debugIndex;
  final Unsigned debugMultiplier;
  final Unsigned debugZeroPoint;

  GroupTable(AcceleratorConfig config, int stages) {
    int groups = config.groups();
    int indexBits = GroupWrite.indexBits(config);
    write = GroupWrite.of(config, inputs());
    commit = inputBit("commit");
    hluq = inputBit("hluq");
    log2 = inputBit("log2");
    chunk = inputUnsigned("chunk", LayerSettings.COUNT_BITS);
    multiplierMultiply = outputUnsigned("multiplier_multiply", 16);
    multiplierShift = outputUnsigned("multiplier_shift", 16);
    debugIndex = inputUnsigned("debug_index", indexBits);
    debugMultiplier = outputUnsigned("debug_multiplier", 16);
    debugZeroPoint = outputUnsigned("debug_zero_point", 8);

    Unsigned entry = unsigned(0, indexBits);
    for (int g = 0; g < groups - 1; g++) {
      Bit passed = chunk.ge(endChunk(g));
      entry = entry.plus(passed.unsigned(indexBits));
    }
    Unsigned delayed =
        PassPipeline.value("entry", unsigned(1, indexBits).orElse(hluq, entry), stages - 1);

    CagGroupRegisterFile file =
        instance("group_registers", () -> new CagGroupRegisterFile(groups, 16, 8, 2));
    file.writeEnable.set(write.writeEntry());
    file.writeIndex.set(write.index());
    file.writeMultiplier.set(write.multiplier());
    file.writeZeroPoint.set(write.zeroPoint());
    file.commit.set(commit);
    file.readIndexes.get(0).set(delayed);
    file.readIndexes.get(1).set(unsigned(0, indexBits));
    file.debugIndex.set(debugIndex);
    debugMultiplier.set(file.debugMultiplier);
    debugZeroPoint.set(file.debugZeroPoint);
    Unsigned found = file.readMultipliers.get(0);
    Unsigned first = file.readMultipliers.get(1);
    multiplierMultiply.set(delay("multiply_reg", found));
    Unsigned shift = first.orElse(hluq, found.orElse(log2, unsigned(0, 16)));
    multiplierShift.set(delay("shift_reg", shift));
  }

  private Unsigned endChunk(int group) {
    Unsigned shadow = regUnsigned("end_chunk_shadow_" + group, 16, 0);
    when(write.writeEnd().and(write.index().eq(group)), () -> shadow.set(write.endChunk()));
    return delayWhen("end_chunk_" + group, shadow, commit);
  }
}
