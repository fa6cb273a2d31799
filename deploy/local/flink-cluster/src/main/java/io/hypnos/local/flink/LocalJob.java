package io.hypnos.local.flink;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A job that this cluster keeps running.
 *
 * @param name also the folder of its checkpoints
 */
record LocalJob(String name, Consumer<StreamExecutionEnvironment> definition) {

  /** The job as Flink submits it, with its checkpoints in a folder of its own. */
  StreamGraph graph(Path checkpoints, SavepointRestoreSettings restore) {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, FlinkDirectories.flinkPath(checkpoints));
    StreamExecutionEnvironment environment = new StreamExecutionEnvironment(configuration);
    definition.accept(environment);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(name);
    graph.setJobId(JobID.generate());
    graph.setSavepointRestoreSettings(restore);
    return graph;
  }
}
