package io.hypnos.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.settings.Settings;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class JobGraphTest {
  /** A uid that leaves this list loses the state of every installation that is upgraded. */
  @Test
  void everyOperatorHasItsKeptUid() {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment();
    SleepJob.define(environment, Settings.of(Map.of("flink.parallelism", "3"), Map.of()));
    StreamGraph graph = environment.getStreamGraph();
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder("requests", "spread", "compare", "carry-out");
    assertThat(graph.getStreamNodes()).allMatch(node -> node.getParallelism() == 3);
  }
}
