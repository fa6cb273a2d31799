package io.hypnos.engine.job;

import java.util.Map;

/**
 * Does the work of one kind of job. It may be begun again after a crash, so it must bear repeats.
 */
@FunctionalInterface
public interface JobHandler {
  /**
   * Does the work and returns its result. A {@code HypnosException} that is not retryable fails the
   * job for good.
   */
  Map<String, Object> run(Running job);

  /** A job while it runs. */
  interface Running {
    Job job();

    /**
     * Says how far it is.
     *
     * @throws JobLost when somebody called it off, or another node has taken it over
     */
    void progress(long done, long total);

    /** Throws {@link JobLost} when the work is no longer wanted. */
    void requireWanted();
  }

  /** The work is no longer wanted here; nothing more is to be written. */
  final class JobLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobLost(Job job) {
      super("job %s is no longer ours".formatted(job.id()));
    }
  }
}
