package io.hypnos.api.schedule;

import java.time.Duration;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When connections are synced. There is one trigger for all of them, and it only asks who is due:
 * the time of each is in its own row, spread by jitter, so ten thousand connections cost no more
 * than one. It fires on one node at a time; each node works on as much as it can.
 */
final class SyncSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(SyncSchedule.class);
  private static final JobKey JOB = JobKey.jobKey("connections", "sync");
  private static final TriggerKey TIME = TriggerKey.triggerKey("connections", "sync");
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private SyncSchedule() {}

  static void set(Scheduler scheduler) throws SchedulerException {
    JobDetail job = JobBuilder.newJob(SyncTick.class).withIdentity(JOB).storeDurably().build();
    scheduler.addJob(job, true);
    Trigger known = scheduler.getTrigger(TIME);
    if (known instanceof SimpleTrigger simple
        && simple.getRepeatInterval() == PERIOD.toMillis()
        && simple.mayFireAgain()) {
      return;
    }
    if (known != null) {
      scheduler.rescheduleJob(TIME, trigger());
      return;
    }
    try {
      scheduler.scheduleJob(trigger());
    } catch (ObjectAlreadyExistsException e) {
      LOG.debug("another node that starts now was faster");
    }
  }

  private static Trigger trigger() {
    return TriggerBuilder.newTrigger()
        .withIdentity(TIME)
        .forJob(JOB)
        .startNow()
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(PERIOD.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }
}
