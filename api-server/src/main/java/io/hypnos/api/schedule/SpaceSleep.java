package io.hypnos.api.schedule;

import io.hypnos.engine.error.HypnosException;
import java.util.UUID;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;

/** Asks for a sleep of one space, at its own time. */
@DisallowConcurrentExecution
public final class SpaceSleep extends Schedule.ScheduledJob {

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    UUID tenantId = UUID.fromString(context.getMergedJobDataMap().getString(Schedule.TENANT));
    String space = context.getMergedJobDataMap().getString(Schedule.SPACE);
    try {
      if (!ScheduledRun.ask(engine(context.getScheduler()), tenantId, space)) {
        context.getScheduler().deleteJob(context.getJobDetail().getKey());
      }
    } catch (HypnosException | SchedulerException e) {
      throw new JobExecutionException("a sleep could not be asked for", e, false);
    }
  }
}
