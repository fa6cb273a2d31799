package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.ingest.record.RecordSerializer;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

final class JobGraphTest {
  private static final HypnosSettings SETTINGS =
      Settings.of(Map.of("flink.parallelism", "3", "flink.checkpoint-interval", "7s"), Map.of());

  /** A uid that leaves this list loses the state of every installation that is upgraded. */
  private static final List<String> UIDS =
      List.of(
          "intake",
          "decode",
          "seen",
          "read",
          "chunk",
          "embed",
          "store",
          "status",
          "Sink Committer: status",
          "quarantine",
          "Sink Committer: quarantine");

  @Test
  void everyOperatorHasItsKeptUid() {
    assertThat(operators())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrderElementsOf(UIDS);
  }

  @Test
  void operatorsOfOneDocumentAreOneTask() {
    JobGraph job = graph().getJobGraph();

    assertThat(job.getVertices())
        .extracting(vertex -> vertex.getName())
        .anySatisfy(name -> assertThat(name).contains("seen", "read", "chunk", "embed", "store"));
  }

  @Test
  void parallelismAndCheckpointsComeFromTheSettings() {
    StreamGraph graph = graph();

    assertThat(graph.getStreamNodes()).allMatch(node -> node.getParallelism() == 3);
    assertThat(graph.getCheckpointConfig().getCheckpointInterval()).isEqualTo(7_000);
    assertThat(graph.getJobName()).isEqualTo(IngestJob.NAME);
  }

  @Test
  void everyRecordHasASerializerOfItsOwn() {
    // Asking for a graph whose types need a guess fails, because the job forbids it.
    assertThat(graph().getExecutionConfig().getSerializerConfig().hasGenericTypesDisabled())
        .isTrue();
    assertThat(operators())
        .filteredOn(node -> !node.getTransformationUID().startsWith("Sink Committer"))
        .flatMap(node -> List.of(node.getTypeSerializersIn()))
        .isNotEmpty()
        .allMatch(RecordSerializer.class::isInstance);
  }

  private static List<StreamNode> operators() {
    return List.copyOf(graph().getStreamNodes());
  }

  private static StreamGraph graph() {
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment();
    IngestJob.define(environment, SETTINGS);
    return environment.getStreamGraph();
  }
}
