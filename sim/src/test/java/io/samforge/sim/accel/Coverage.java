package io.samforge.sim.accel;

import io.samforge.arch.config.AcceleratorConfig;
import io.samforge.arch.layer.CagOperand;
import io.samforge.arch.layer.GemmLayer;
import io.samforge.arch.layer.HluqOperand;
import io.samforge.arch.layer.Log2Operand;
import io.samforge.arch.layer.Operand;
import io.samforge.arch.layer.ScaleGrid;
import io.samforge.arch.layer.WideOperand;
import io.samforge.arch.layer.WideWeightsOperand;
import io.samforge.arch.program.LayerDescriptor;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Counts which cases random programs have met, so that none is missing unnoticed. */
final class Coverage {
  private final Map<String, Integer> counts = new TreeMap<>();

  /** Counts a case. */
  synchronized void add(String name) {
    counts.merge(name, 1, Integer::sum);
  }

  /** Counts the cases of a program's layers. */
  synchronized void add(AcceleratorConfig config, TestProgram test) {
    for (int i = 0; i < test.layers().size(); i++) {
      GemmLayer layer = test.layers().get(i);
      LayerDescriptor descriptor = test.program().descriptor(i);
      String kind = layer.name().substring(layer.name().indexOf('.') + 1);
      add(descriptor.operand() + " to " + kind);
      operand(config, layer);
      shape(config, layer, descriptor);
      if (i > 0
          && test.program().layers().get(i).input()
              == test.program().layers().get(i - 1).output()) {
        add("chained");
      }
    }
  }

  private void operand(AcceleratorConfig config, GemmLayer layer) {
    Operand operand = layer.operand().ofCodes();
    if (layer.operand() instanceof WideWeightsOperand wide) {
      for (int bits = 4; bits <= 6; bits++) {
        count("wide weights in digits of " + bits + " bits", wide.digitBits() == bits);
      }
      count("wide weights and codes", operand instanceof WideOperand);
      count("wide weights and log2 codes", operand instanceof Log2Operand);
    }
    if (operand instanceof HluqOperand hluq) {
      int nLog = hluq.parameters().nLog();
      count("nLog 1", nLog == 1);
      count("nLog half", nLog == config.codes() / 2);
      count("nLog between", nLog > 1 && nLog < config.codes() / 2);
      count("nLog beyond the shift limit", hluq.parameters().dropped() > 0);
    } else if (operand instanceof CagOperand cag) {
      long used = IntStream.of(cag.groupOfChannel()).distinct().count();
      count("empty groups", used < cag.entries());
      count("all groups", used == config.groups());
      int smallest = IntStream.of(layer.multipliers()).min().orElseThrow();
      count("small multipliers", smallest < 256);
    } else if (operand instanceof Log2Operand log2) {
      int tau = log2.parameters().tau();
      count("1 level an octave", tau == 1);
      count("2 levels an octave", tau == 2);
      count("4 levels an octave", tau == 4);
    } else if (operand instanceof WideOperand wide) {
      for (int bits = 4; bits <= 6; bits++) {
        count("wide codes in digits of " + bits + " bits", wide.digitBits() == bits);
      }
      count("wide codes of many chunks", layer.slots().slots() > 8 * config.reductionLanes());
      int most = ScaleGrid.MAX_MULTIPLIER >> wide.digitBits();
      count("wide codes of the largest multipliers", layer.multipliers()[0] == most);
      count("wide codes in groups", wide.uniform().entries() > 1);
    }
  }

  private void shape(AcceleratorConfig config, GemmLayer layer, LayerDescriptor descriptor) {
    int tokens = layer.tokens();
    count("1 token", tokens == 1);
    count("2 tokens", tokens == 2);
    count("tile of T tokens", descriptor.tileTokens() == config.tokenDepth());
    count("several tiles", descriptor.tiles() > 1);
    count("last tile of 1 token", descriptor.tiles() > 1 && descriptor.lastTileTokens() == 1);
    count("tiles below T", descriptor.tiles() > 1 && descriptor.tileTokens() < config.tokenDepth());
    count("1 channel", layer.channels() == 1);
    count("1 output", layer.outputs() == 1);
    count("uneven channels", layer.channels() % config.reductionLanes() != 0);
    count("uneven outputs", layer.outputs() % config.outputLanes() != 0);
    count("1 chunk", descriptor.chunks() == 1);
    count("many chunks", descriptor.chunks() > 16);
    count("several output tiles", descriptor.outTiles() > 1);
  }

  private void count(String name, boolean met) {
    counts.merge(name, met ? 1 : 0, Integer::sum);
  }

  /** Returns how often every case was met, 0 for those that were looked for in vain. */
  synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }
}
