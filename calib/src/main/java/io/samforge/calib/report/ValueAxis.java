package io.samforge.calib.report;

/** Where values lie between the ends of an axis. */
sealed interface ValueAxis {
  /** The place of a value: 0 at the lower end, 1 at the upper; what lies beyond is at the end. */
  double place(double value);

  /** The value at the lower end, for people. */
  String lowLabel();

  /** The value at the upper end, for people. */
  String highLabel();

  /**
   * Equal steps for equal differences.
   *
   * @param low value at the lower end
   * @param high value at the upper end, above {@code low}
   */
  record Linear(double low, double high) implements ValueAxis {
    /** An axis from the smallest to the largest value, wider when they are the same. */
    static Linear around(double smallest, double largest) {
      double margin = smallest < largest ? 0 : Math.max(Math.abs(smallest), 1) / 2;
      return new Linear(smallest - margin, largest + margin);
    }

    @Override
    public double place(double value) {
      return Math.max(0, Math.min(1, (value - low) / (high - low)));
    }

    @Override
    public String lowLabel() {
      return Markup.number(low);
    }

    @Override
    public String highLabel() {
      return Markup.number(high);
    }
  }

  /**
   * Equal steps for equal ratios; zero is at the lower end.
   *
   * @param low binary logarithm of the lower end
   * @param high binary logarithm of the upper end, above {@code low}
   */
  record Octaves(double low, double high) implements ValueAxis {
    private static final double LOG_2 = Math.log(2);

    @Override
    public double place(double value) {
      if (value <= 0) {
        return 0;
      }
      return Math.max(0, Math.min(1, (Math.log(value) / LOG_2 - low) / (high - low)));
    }

    @Override
    public String lowLabel() {
      return "≤ " + Markup.number(Math.pow(2, low));
    }

    @Override
    public String highLabel() {
      return Markup.number(Math.pow(2, high));
    }
  }
}
