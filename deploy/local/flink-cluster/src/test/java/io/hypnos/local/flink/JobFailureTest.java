package io.hypnos.local.flink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class JobFailureTest {
  private static final String OUTAGE =
      """
      org.apache.flink.ExceptionInChainedOperatorException: Could not forward
      \tat org.apache.flink.A.b(A.java:1)
      Caused by: io.hypnos.engine.error.HypnosException: The database is not available
      \tat io.hypnos.C.d(C.java:2)
      \t... 20 more
      """;

  @Test
  void theSummaryIsTheChainOfCauses() {
    assertThat(new JobFailure(1, OUTAGE).summary())
        .isEqualTo(
            "org.apache.flink.ExceptionInChainedOperatorException: Could not forward | Caused by:"
                + " io.hypnos.engine.error.HypnosException: The database is not available");
  }

  @Test
  void anOutageIsNoReasonToGiveUpState() {
    assertThat(new JobFailure(1, OUTAGE).isOfRestoring()).isFalse();
    assertThat(JobFailure.NONE.isOfRestoring()).isFalse();
  }

  @Test
  void stateThatCannotBeTakenIs() {
    assertThat(
            new JobFailure(
                    1,
                    "java.lang.Exception: Exception while creating StreamOperatorStateContext.\n")
                .isOfRestoring())
        .isTrue();
  }
}
