package io.samforge.calib.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.samforge.calib.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompensatedRoundingTest {
  private static final double DAMPING = 0.01;
  private static final int ROUNDS = 60;

  /** One output to round, with its inputs. */
  private record Task(InputStatistics statistics, double[] target, RowGrid grid) {
    static Task random(Random random, int weights, int levels) {
      FloatMatrix mixed =
          new RandomValues(random)
              .normal(40, weights, 1)
              .times(new RandomValues(random).normal(weights, weights, 1));
      double[] target = random.doubles(weights, -1, 1).toArray();
      RowGrid grid = new RowGrid(1.6 / (levels - 1), levels / 2, levels);
      return new Task(new InputStatistics(mixed, DAMPING), target, grid);
    }

    double energy(int[] codes) {
      double[] errors = new double[codes.length];
      for (int i = 0; i < errors.length; i++) {
        int channel = statistics.order()[i];
        errors[i] = target[channel] - grid.weight(codes[channel]);
      }
      return statistics.energy(errors);
    }

    int[] nearest() {
      int[] codes = new int[target.length];
      for (int c = 0; c < codes.length; c++) {
        codes[c] = grid.code(target[c]);
      }
      return codes;
    }

    /** The least energy of all roundings. */
    double optimum() {
      double best = Double.POSITIVE_INFINITY;
      int[] codes = new int[target.length];
      int all = (int) Math.pow(grid.levels(), codes.length);
      for (int number = 0; number < all; number++) {
        int rest = number;
        for (int c = 0; c < codes.length; c++) {
          codes[c] = rest % grid.levels();
          rest /= grid.levels();
        }
        best = Math.min(best, energy(codes));
      }
      return best;
    }
  }

  @Test
  void isNeverWorseThanTheNearestLevelsAndCloseToTheBestOfAllRoundings() {
    Random random = Seeds.random("CompensatedRoundingTest", 81);
    double excess = 0;
    double nearestExcess = 0;
    int optimal = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Task task = Task.random(random, 6 + round % 3, 3);
      double found =
          task.energy(new CompensatedRounding(task.statistics, 10).round(task.target, task.grid));
      double best = task.optimum();
      double nearest = task.energy(task.nearest());
      assertThat(found).isBetween(best * (1 - 1e-9), nearest * (1 + 1e-9));
      excess += found / best - 1;
      nearestExcess += nearest / best - 1;
      optimal += found < best * (1 + 1e-9) ? 1 : 0;
    }
    System.out.printf(
        "%d of %d are optimal; %.3f above it on average, nearest levels %.3f%n",
        optimal, ROUNDS, excess / ROUNDS, nearestExcess / ROUNDS);
    assertThat(optimal).isGreaterThan(ROUNDS / 3);
    assertThat(excess).isLessThan(nearestExcess / 3);
  }

  /** The codes follow one after the other: the naive form keeps the whole column of the factor. */
  @Test
  void withoutDescentItIsTheNearestPlaneOrTheNearestLevel() {
    Random random = Seeds.random("CompensatedRoundingTest.plane", 82);
    int planes = 0;
    for (int round = 0; round < 200; round++) {
      Task task = Task.random(random, 2 + random.nextInt(12), 16);
      int[] plane = nearestPlane(task);
      int[] found = new CompensatedRounding(task.statistics, 0).round(task.target, task.grid);
      boolean better = task.energy(plane) < task.energy(task.nearest());
      assertThat(found).isEqualTo(better ? plane : task.nearest());
      planes += better ? 1 : 0;
    }
    assertThat(planes).isGreaterThan(100);
  }

  /**
   * For each place the level that makes the place's element of {@code d L} least, by trying all.
   */
  private static int[] nearestPlane(Task task) {
    int n = task.target.length;
    double[][] factor = task.statistics.factor();
    double[] errors = new double[n];
    int[] codes = new int[n];
    for (int j = n - 1; j >= 0; j--) {
      int channel = task.statistics.order()[j];
      double least = Double.POSITIVE_INFINITY;
      double error = 0;
      for (int code = 0; code < task.grid.levels(); code++) {
        errors[j] = task.target[channel] - task.grid.weight(code);
        double element = 0;
        for (int i = j; i < n; i++) {
          element += errors[i] * factor[i][j];
        }
        if (Math.abs(element) < least) {
          least = Math.abs(element);
          error = errors[j];
          codes[channel] = code;
        }
      }
      errors[j] = error;
    }
    return codes;
  }

  @Test
  void noSingleWeightCanBeImprovedAfterTheDescent() {
    Random random = Seeds.random("CompensatedRoundingTest.descent", 83);
    for (int round = 0; round < 100; round++) {
      Task task = Task.random(random, 2 + random.nextInt(12), 8);
      int[] codes = new CompensatedRounding(task.statistics, 100).round(task.target, task.grid);
      double energy = task.energy(codes);
      for (int c = 0; c < codes.length; c++) {
        int own = codes[c];
        for (int code = 0; code < 8; code++) {
          codes[c] = code;
          assertThat(task.energy(codes)).isGreaterThanOrEqualTo(energy * (1 - 1e-9));
        }
        codes[c] = own;
      }
    }
  }

  @Test
  void moreSweepsAreNeverWorse() {
    Random random = Seeds.random("CompensatedRoundingTest.sweeps", 84);
    int better = 0;
    for (int round = 0; round < 100; round++) {
      Task task = Task.random(random, 10, 16);
      double before = Double.POSITIVE_INFINITY;
      for (int sweeps = 0; sweeps < 4; sweeps++) {
        int[] codes =
            new CompensatedRounding(task.statistics, sweeps).round(task.target, task.grid);
        assertThat(task.energy(codes)).isLessThanOrEqualTo(before * (1 + 1e-12));
        better += sweeps == 1 && task.energy(codes) < before ? 1 : 0;
        before = task.energy(codes);
      }
    }
    assertThat(better).isPositive();
  }

  @Test
  void weightsOnLevelsStayThere() {
    Task random = Task.random(Seeds.random("CompensatedRoundingTest.levels", 85), 7, 16);
    int[] codes = {0, 15, 3, 8, 1, 14, 9};
    double[] target = new double[7];
    for (int c = 0; c < 7; c++) {
      target[c] = random.grid.weight(codes[c]);
    }
    assertThat(new CompensatedRounding(random.statistics, 3).round(target, random.grid))
        .isEqualTo(codes);
    assertThat(random.grid.nearest(target[3])).isCloseTo(target[3], within(1e-15));
  }
}
