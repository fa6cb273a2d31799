package io.hypnos.local.flink;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one job running: submits it with the state of its newest checkpoint that is whole, and
 * again when it ends. State that cannot be restored is left behind in favour of an older one and at
 * last of none: then the job goes on from the offsets that its group has committed.
 */
final class JobKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(JobKeeper.class);
  private static final Duration START_POLL = Duration.ofMillis(100);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration RESUBMIT_PAUSE = Duration.ofSeconds(2);

  private final MiniCluster cluster;
  private final LocalJob job;
  private final CheckpointFolder checkpoints;
  private final Runnable whenWorking;

  JobKeeper(MiniCluster cluster, LocalJob job, CheckpointFolder checkpoints, Runnable whenWorking) {
    this.cluster = cluster;
    this.job = job;
    this.checkpoints = checkpoints;
    this.whenWorking = whenWorking;
  }

  /** Returns only by an exception: interrupted, or because the cluster is broken. */
  void keep() throws InterruptedException {
    while (true) {
      Optional<JobRun> run = start();
      if (run.isPresent()) {
        whenWorking.run();
        watch(run.get());
        LOG.error("job {} has ended: {}", job.name(), run.get().failure().stackTrace());
      }
      pause(RESUBMIT_PAUSE);
    }
  }

  /** The job at work, from the best state there is; empty when it ended although it had none. */
  private Optional<JobRun> start() throws InterruptedException {
    for (Path checkpoint : wholeCheckpoints()) {
      LOG.info("job {} starts from checkpoint {}", job.name(), checkpoint);
      Optional<JobRun> run =
          startFrom(
              SavepointRestoreSettings.forPath(
                  FlinkDirectories.flinkPath(checkpoint), false, RecoveryClaimMode.NO_CLAIM));
      if (run.isPresent()) {
        return run;
      }
      LOG.error("job {} cannot use checkpoint {}", job.name(), checkpoint);
    }
    LOG.info("job {} starts without a checkpoint, from its committed offsets", job.name());
    return startFrom(SavepointRestoreSettings.none());
  }

  private List<Path> wholeCheckpoints() {
    List<Path> whole = new ArrayList<>();
    for (Path checkpoint : checkpoints.complete()) {
      Optional<String> problem = CheckpointCheck.problemOf(checkpoint);
      if (problem.isEmpty()) {
        whole.add(checkpoint);
      } else {
        LOG.error("checkpoint {} is damaged: {}", checkpoint, problem.get());
      }
    }
    return whole;
  }

  private Optional<JobRun> startFrom(SavepointRestoreSettings restore) throws InterruptedException {
    JobRun run = JobRun.submit(cluster, job.graph(checkpoints.path(), restore));
    JobFailure reported = JobFailure.NONE;
    while (!run.isWorking()) {
      JobFailure failure = run.failure();
      if (run.hasEnded() || (restore.restoreSavepoint() && failure.isOfRestoring())) {
        LOG.error("job {} does not start: {}", job.name(), failure.stackTrace());
        run.cancel();
        return Optional.empty();
      }
      reported = report(reported, failure);
      pause(START_POLL);
    }
    LOG.info("job {} runs as {}", job.name(), run.id());
    return Optional.of(run);
  }

  /** Until the job ends; meanwhile removes the checkpoints that a newer one has made useless. */
  private void watch(JobRun run) throws InterruptedException {
    boolean cleaned = false;
    JobFailure reported = run.failure();
    while (!run.hasEnded()) {
      reported = report(reported, run.failure());
      if (!cleaned && checkpoints.hasCompleteOf(run.id())) {
        cleanUp(run.id());
        cleaned = true;
      }
      pause(POLL);
    }
  }

  /** Old checkpoints only take room; that they cannot be deleted is no reason to stop. */
  private void cleanUp(JobID id) {
    try {
      checkpoints.deleteAllBut(id);
    } catch (UncheckedIOException e) {
      LOG.warn("old checkpoints of job {} stay: {}", job.name(), e.getMessage());
    }
  }

  /** One line per failure; Flink itself would print a stack trace for every task. */
  private JobFailure report(JobFailure reported, JobFailure failure) {
    if (failure.at() != reported.at()) {
      LOG.warn("job {} has failed and restarts: {}", job.name(), failure.summary());
    }
    return failure;
  }

  private static void pause(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
  }
}
