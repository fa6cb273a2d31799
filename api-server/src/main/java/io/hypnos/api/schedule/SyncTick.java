package io.hypnos.api.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** Wakes those who sync connections, on the node that this fires on. */
@DisallowConcurrentExecution
public final class SyncTick implements Job {
  static final String WAKE = "wake";

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    try {
      ((Runnable) context.getScheduler().getContext().get(WAKE)).run();
    } catch (SchedulerException e) {
      throw new JobExecutionException("the syncs could not be woken", e, false);
    }
  }
}
