package io.samforge.eval.area;

import io.samforge.calib.report.TextColumns;
import io.samforge.sim.synth.Area;
import io.samforge.sim.synth.DesignArea;
import io.samforge.sim.synth.ModuleArea;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The areas of designs as aligned columns of text. */
final class AreaTable {
  private static final List<String> DESIGN_HEAD =
      List.of(
          "configuration",
          "K x M",
          "LUT",
          "FF",
          "DSP",
          "BRAM",
          "LUT/mult",
          "FF/mult",
          "DSP/mult",
          "BRAM/mult");
  private static final List<String> MODULE_HEAD =
      List.of(
          "module",
          "instances",
          "own LUT",
          "FF",
          "DSP",
          "BRAM",
          "with children LUT",
          "FF",
          "DSP",
          "BRAM",
          "all instances' own LUT",
          "share");

  private AreaTable() {}

  /** Returns the lines of the table of whole designs and of what one multiplier takes. */
  static List<String> designs(List<DesignArea> designs) {
    List<List<String>> rows = new ArrayList<>(List.of(DESIGN_HEAD));
    for (DesignArea design : designs) {
      Area total = design.total();
      double multipliers = design.multipliers();
      List<String> row = new ArrayList<>(List.of(design.config().name()));
      row.add(design.config().reductionLanes() + " x " + design.config().outputLanes());
      row.addAll(cells(total));
      row.add(fixed("%.1f", total.lut() / multipliers));
      row.add(fixed("%.1f", total.ff() / multipliers));
      row.add(fixed("%.3f", total.dsp() / multipliers));
      row.add(fixed("%.3f", total.bram() / multipliers));
      rows.add(row);
    }
    return TextColumns.lines(rows, 1);
  }

  /** Returns the lines of the table of a design's modules. */
  static List<String> modules(DesignArea design) {
    List<List<String>> rows = new ArrayList<>(List.of(MODULE_HEAD));
    for (ModuleArea module : design.modules()) {
      List<String> row = new ArrayList<>(List.of(module.module()));
      row.add(grouped(module.instances()));
      row.addAll(cells(module.own()));
      row.addAll(cells(module.withChildren()));
      row.add(grouped(module.everywhere().lut()));
      row.add(fixed("%.1f %%", 100.0 * module.everywhere().lut() / design.total().lut()));
      rows.add(row);
    }
    return TextColumns.lines(rows, 1);
  }

  private static List<String> cells(Area area) {
    return List.of(
        grouped(area.lut()), grouped(area.ff()), grouped(area.dsp()), fixed("%.1f", area.bram()));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
  }

  private static String fixed(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
