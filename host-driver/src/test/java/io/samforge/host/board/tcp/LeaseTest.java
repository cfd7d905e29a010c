package io.samforge.host.board.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeaseTest {
  @Test
  void aNumberLastsUntilSomebodyElseHadTheBoard() {
    Lease lease = new Lease();
    long first = lease.enter(7);
    assertThat(lease.enter(7)).isEqualTo(first);
    assertThat(lease.enter(8)).isEqualTo(-1);
    lease.leave();
    assertThat(lease.enter(8)).isEqualTo(-1);
    lease.leave();
    // Nobody came in between: what the client left in memory is still there.
    assertThat(lease.enter(7)).isEqualTo(first);
    lease.leave();
    long second = lease.enter(8);
    assertThat(second).isNotEqualTo(first);
    lease.leave();
    assertThat(lease.enter(7)).isNotIn(first, second);
  }
}
