package io.samforge.calib.capture;

import java.util.List;

/**
 * The photographs of the Debian packages lomiri-wallpapers-16.04 and mate-backgrounds, relative to
 * the folder that both install to.
 */
final class DefaultPhotographs {
  /** Photographs that calibration runs on. */
  static final List<String> CALIBRATION =
      List.of(
          "Picture_0B_by_freespace.jpg",
          "Picture_1A_by_freespace.jpg",
          "Wine_by_Jakkub_Mede.jpg",
          "analogpattern_by_Peter_Nerlich.jpg",
          "free_by_Peter_Nerlich.jpg",
          "friends_by_Aitzol_Berasategi.jpg",
          "greentock_by_Peter_Nerlich.jpg",
          "picosdeeuropa_by_Aitzol_Berasategi.jpg",
          "sunset_by_Aitzol_Berasategi.jpg",
          "umang_by_Abhishek_Mudgal.jpg",
          "mate/nature/Aqua.jpg",
          "mate/nature/Blinds.jpg",
          "mate/nature/FreshFlower.jpg",
          "mate/nature/GreenMeadow.jpg",
          "mate/nature/RainDrops.jpg",
          "mate/nature/Storm.jpg",
          "mate/nature/TwoWings.jpg",
          "mate/nature/Wood.jpg");

  /** Photographs that are never calibrated on: accuracy is measured on them. */
  static final List<String> HELD_OUT =
      List.of(
          "Bridge_by_Sander_Klootwijk.jpg",
          "Dragonfly_by_Bolly.jpg",
          "aitzgorri_by_Aitzol_Berasategi.jpg",
          "life_by_Aitzol_Berasategi.jpg",
          "seeding_by_Clements_Engelhardt.jpg",
          "mate/nature/Dune.jpg",
          "mate/nature/Garden.jpg",
          "mate/nature/LadyBird.jpg",
          "mate/nature/YellowFlower.jpg",
          "mate/abstract/Elephants.jpg");

  private DefaultPhotographs() {}
}
