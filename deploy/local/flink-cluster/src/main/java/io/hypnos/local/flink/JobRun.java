package io.hypnos.local.flink;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** One submission of a job to the cluster. */
record JobRun(MiniCluster cluster, JobID id) {
  private static final long PATIENCE_SECONDS = 30;

  static JobRun submit(MiniCluster cluster, StreamGraph graph) throws InterruptedException {
    return new JobRun(cluster, answer(() -> cluster.submitJob(graph)).getJobID());
  }

  boolean hasEnded() throws InterruptedException {
    return answer(() -> cluster.getJobStatus(id)).isGloballyTerminalState();
  }

  /** Whether every task works; the job alone counts as running while its tasks still start. */
  boolean isWorking() throws InterruptedException {
    AccessExecutionGraph graph = graph();
    return graph.getState() == JobStatus.RUNNING
        && StreamSupport.stream(graph.getAllExecutionVertices().spliterator(), false)
            .allMatch(task -> task.getExecutionState() == ExecutionState.RUNNING);
  }

  /** What failed last, with its causes; empty when nothing has. */
  String failure() throws InterruptedException {
    ErrorInfo failure = graph().getFailureInfo();
    return failure == null ? "" : failure.getExceptionAsString();
  }

  void cancel() throws InterruptedException {
    if (!hasEnded()) {
      answer(() -> cluster.cancelJob(id));
      answer(() -> cluster.requestJobResult(id));
    }
  }

  private AccessExecutionGraph graph() throws InterruptedException {
    return answer(() -> cluster.getExecutionGraph(id));
  }

  private static <T> T answer(Supplier<Future<? extends T>> question) throws InterruptedException {
    try {
      return question.get().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      throw new ClusterException("the cluster does not answer", e);
    }
  }
}
