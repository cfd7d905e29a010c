package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChannelGroupsTest {
  private static final ScaleZero[] CHANNELS = {
    new ScaleZero(0.1432, 15),
    new ScaleZero(0.1616, 15),
    new ScaleZero(0.2055, 11),
    new ScaleZero(0.2137, 8),
    new ScaleZero(0.3918, 5),
    new ScaleZero(0.4433, 7),
    new ScaleZero(0.5017, 4),
    new ScaleZero(0.5074, 3)
  };

  @Test
  void eightChannelsMakeTheKnownFourGroups() {
    ChannelGroups four = ChannelGroups.perChannel(CHANNELS).merge(4, GroupingMetric.RAW, 16);
    assertThat(four.labels()).containsExactly(0, 0, 1, 2, 3, 2, 3, 3);
    assertGroup(four.groups()[0], (0.1432 + 0.1616) / 2, 15);
    assertGroup(four.groups()[1], 0.2055, 11);
    // The mean zero-point is 7.5, which rounds to the even 8.
    assertGroup(four.groups()[2], (0.2137 + 0.4433) / 2, 8);
    assertGroup(four.groups()[3], (0.3918 + 0.5017 + 0.5074) / 3, 4);
    assertThat(four.size(3)).isEqualTo(3);
  }

  @Test
  void fourGroupsMergeIntoTheKnownTwo() {
    ChannelGroups two =
        ChannelGroups.perChannel(CHANNELS)
            .merge(4, GroupingMetric.RAW, 16)
            .merge(2, GroupingMetric.RAW, 16);
    assertThat(two.labels()).containsExactly(0, 0, 0, 1, 1, 1, 1, 1);
    assertGroup(two.groups()[0], (0.1432 + 0.1616 + 0.2055) / 3, 14);
    assertGroup(two.groups()[1], (0.2137 + 0.3918 + 0.4433 + 0.5017 + 0.5074) / 5, 6);
  }

  @Test
  void theNormalisedMetricSeesScalesThatTheRawOneIgnores() {
    ScaleZero[] channels = {
      new ScaleZero(0.05, 30),
      new ScaleZero(0.06, 34),
      new ScaleZero(3.0, 31),
      new ScaleZero(3.1, 35)
    };
    ChannelGroups each = ChannelGroups.perChannel(channels);
    assertThat(each.merge(2, GroupingMetric.RAW, 16).labels()).containsExactly(0, 1, 0, 1);
    channels =
        new ScaleZero[] {
          new ScaleZero(0.05, 30),
          new ScaleZero(0.06, 32),
          new ScaleZero(3.0, 31),
          new ScaleZero(3.1, 33)
        };
    each = ChannelGroups.perChannel(channels);
    assertThat(each.merge(2, GroupingMetric.NORMALISED, 64).labels()).containsExactly(0, 0, 1, 1);
  }

  @Test
  void theRangeMetricComparesTheEndsOfTheRanges() {
    ScaleZero[] channels = {new ScaleZero(0.5, 0), new ScaleZero(0.25, 15), new ScaleZero(2, 6)};
    assertThat(GroupingMetric.RANGE.points(channels, 16))
        .isEqualTo(new double[][] {{-0.0, 7.5}, {-3.75, 0}, {-12, 18}});
    assertThat(GroupingMetric.RANGE.points(channels, 64)[2]).containsExactly(-12, 114);
    // Zero-points far apart say nothing about ranges that are small anyway.
    ScaleZero[] mixed = {
      new ScaleZero(0.01, 0), new ScaleZero(0.01, 15), new ScaleZero(1, 7), new ScaleZero(1.1, 8)
    };
    ChannelGroups each = ChannelGroups.perChannel(mixed);
    assertThat(each.merge(2, GroupingMetric.RANGE, 16).labels()).containsExactly(0, 0, 1, 1);
    assertThat(each.merge(2, GroupingMetric.RAW, 16).labels()).isNotEqualTo(new int[] {0, 0, 1, 1});
  }

  @Test
  void channelsWithoutRangeGetAQuantiser() {
    ScaleZero quantiser = new ChannelRange(0, 0).quantizer(16);
    assertThat(quantiser.scale()).isEqualTo(1e-8);
    assertThat(quantiser.zero()).isZero();
  }

  @Test
  void zeroIsAlwaysInsideTheRange() {
    assertThat(new ChannelRange(1, 3).quantizer(16)).isEqualTo(new ScaleZero(3.0 / 15, 0));
    assertThat(new ChannelRange(-3, -1).quantizer(16)).isEqualTo(new ScaleZero(3.0 / 15, 15));
    assertThat(new ChannelRange(-1, 2).quantizer(16)).isEqualTo(new ScaleZero(3.0 / 15, 5));
  }

  private static void assertGroup(ScaleZero group, double scale, int zero) {
    assertThat(group.scale()).isCloseTo(scale, within(1e-12));
    assertThat(group.zero()).isEqualTo(zero);
  }
}
