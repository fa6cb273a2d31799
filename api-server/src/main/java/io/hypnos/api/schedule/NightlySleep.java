package io.hypnos.api.schedule;

import io.hypnos.engine.Engine;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.sleep.ChangedSpaces.ChangedSpace;
import java.util.List;
import java.util.Optional;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for a sleep of every space that changed since its last one and has no time of its own. */
@DisallowConcurrentExecution
public final class NightlySleep extends Schedule.ScheduledJob {
  private static final Logger LOG = LoggerFactory.getLogger(NightlySleep.class);
  private static final int PAGE = 200;

  @Override
  public void execute(JobExecutionContext context) throws JobExecutionException {
    try {
      Scheduler scheduler = context.getScheduler();
      Engine engine = engine(scheduler);
      int asked = askForAll(engine, scheduler);
      LOG.info("{} spaces are to sleep", asked);
      Schedule.forgetTenants(scheduler, id -> engine.tenants().find(id).isEmpty());
    } catch (HypnosException | SchedulerException e) {
      throw new JobExecutionException("the nightly sleep could not ask for its runs", e, false);
    }
  }

  private static int askForAll(Engine engine, Scheduler scheduler) throws SchedulerException {
    int asked = 0;
    Optional<ChangedSpace> last = Optional.empty();
    while (true) {
      List<ChangedSpace> page = engine.sleeper().changedSpaces().after(last, PAGE);
      for (ChangedSpace each : page) {
        if (!Schedule.hasOwnTime(scheduler, each.tenantId(), each.space())
            && isAsked(engine, each)) {
          asked++;
        }
        last = Optional.of(each);
      }
      if (page.size() < PAGE) {
        return asked;
      }
    }
  }

  /**
   * One space that cannot be asked for keeps no other from its sleep; the next night tries again.
   */
  private static boolean isAsked(Engine engine, ChangedSpace each) {
    try {
      return ScheduledRun.ask(engine, each.tenantId(), each.space());
    } catch (HypnosException e) {
      LOG.warn("a space of tenant {} is left out tonight: {}", each.tenantId(), e.getMessage());
      return false;
    }
  }
}
