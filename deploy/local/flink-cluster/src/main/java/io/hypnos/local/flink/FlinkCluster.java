package io.hypnos.local.flink;

import io.hypnos.consolidation.SleepJob;
import io.hypnos.ingest.IngestJob;
import io.hypnos.local.part.ReadySignal;
import io.hypnos.local.part.StartCheck;
import io.hypnos.local.part.StartException;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Main of the Flink part: a mini cluster in this process with the jobs of intake and of sleep. */
public final class FlinkCluster {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkCluster.class);
  private static final String NAME = "Flink";
  private static final long STOP_SECONDS = 5;

  private FlinkCluster() {}

  public static void main(String[] arguments) throws InterruptedException {
    ReadySignal ready = ReadySignal.onStandardOutput();
    HypnosSettings settings = settings();
    FlinkDirectories directories = FlinkDirectories.below(settings.data());
    StartCheck.directoryIsWritable(NAME, directories.root());
    StartCheck.portIsFree(NAME, "127.0.0.1", settings.flink().uiPort());
    directories.prepare();

    MiniCluster cluster = start(settings, directories);
    AtomicBoolean stopping = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, stopping), "flink-stop"));
    try {
      besides(sleep(cluster, settings, directories), stopping);
      ingest(cluster, settings, directories, once(ready::send)).keep();
    } catch (RuntimeException e) {
      if (!stopping.get()) {
        LOG.error("the cluster is broken; this process ends", e);
        Runtime.getRuntime().halt(1);
      }
    }
  }

  private static HypnosSettings settings() {
    try {
      return Settings.load(System.getenv(), Path.of("."));
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private static MiniCluster start(HypnosSettings settings, FlinkDirectories directories) {
    MiniCluster cluster = new MiniCluster(ClusterConfiguration.of(settings.flink(), directories));
    try {
      cluster.start();
      return cluster;
    } catch (Exception e) {
      throw new StartException("Flink cannot start: " + e.getMessage(), e);
    }
  }

  private static JobKeeper ingest(
      MiniCluster cluster,
      HypnosSettings settings,
      FlinkDirectories directories,
      Runnable whenWorking) {
    LocalJob job =
        new LocalJob(IngestJob.NAME, environment -> IngestJob.define(environment, settings));
    CheckpointFolder checkpoints = new CheckpointFolder(directories.checkpointsOf(job.name()));
    return new JobKeeper(cluster, job, checkpoints, whenWorking);
  }

  private static JobKeeper sleep(
      MiniCluster cluster, HypnosSettings settings, FlinkDirectories directories) {
    LocalJob job =
        new LocalJob(SleepJob.NAME, environment -> SleepJob.define(environment, settings));
    CheckpointFolder checkpoints = new CheckpointFolder(directories.checkpointsOf(job.name()));
    return new JobKeeper(cluster, job, checkpoints, () -> LOG.info("large spaces can sleep"));
  }

  /** Keeps a job that nothing waits for at the start. */
  private static void besides(JobKeeper keeper, AtomicBoolean stopping) {
    Thread thread =
        new Thread(
            () -> {
              try {
                keeper.keep();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                if (!stopping.get()) {
                  LOG.error("the cluster is broken; this process ends", e);
                  Runtime.getRuntime().halt(1);
                }
              }
            },
            "flink-sleep-job");
    thread.setDaemon(true);
    thread.start();
  }

  private static Runnable once(Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    return () -> {
      if (done.compareAndSet(false, true)) {
        action.run();
      }
    };
  }

  /** The last checkpoint is all that the next start needs, so nothing waits for a new one. */
  private static void stop(MiniCluster cluster, AtomicBoolean stopping) {
    stopping.set(true);
    try {
      cluster.closeAsync().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the cluster did not stop in order: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
