package io.hypnos.consolidation;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Submits the job to the cluster that runs this class: {@code flink run}. */
public final class SleepJobMain {
  private SleepJobMain() {}

  public static void main(String[] arguments) throws Exception {
    HypnosSettings settings = Settings.load(System.getenv(), Path.of("."));
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    SleepJob.define(environment, settings);
    environment.execute(SleepJob.NAME);
  }
}
