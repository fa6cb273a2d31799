package io.hypnos.api.schedule;

import io.hypnos.api.web.Ids;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.SleepSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;
import org.quartz.CronExpression;
import org.quartz.CronScheduleBuilder;
import org.quartz.CronTrigger;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens by the clock: sleep, and the syncs of connections. Every space that changed sleeps
 * at the usual time; a space may have a time of its own, or none. Schedules are rows of the record:
 * of several nodes one fires each, and a time at which no node ran is caught up once when one runs
 * again.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);

  static final String ENGINE = "engine";
  static final String TENANT = "tenant";
  static final String SPACE = "space";

  private static final JobKey NIGHTLY = JobKey.jobKey("nightly", "sleep");
  private static final TriggerKey NIGHTLY_TIME = TriggerKey.triggerKey("nightly", "sleep");

  private final Scheduler scheduler;
  private final SleepSettings settings;

  private Schedule(Scheduler scheduler, SleepSettings settings) {
    this.scheduler = scheduler;
    this.settings = settings;
  }

  /** A schedule that does not fire yet. */
  public static Schedule of(Engine engine, SleepSettings settings, String name) {
    // Quartz keeps both by name for the whole process, as if there were one server in it.
    String store = name + "-" + UUID.randomUUID();
    DBConnectionManager.getInstance()
        .addConnectionProvider(store, new RecordConnections(engine.database()));
    SchedulerRepository.getInstance().remove(name);
    try {
      StdSchedulerFactory factory = new StdSchedulerFactory(properties(name, store));
      Scheduler scheduler = factory.getScheduler();
      scheduler.getContext().put(ENGINE, engine);
      return new Schedule(scheduler, settings);
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  private static Properties properties(String name, String store) {
    Properties properties = new Properties();
    properties.put("org.quartz.scheduler.instanceName", name);
    properties.put("org.quartz.scheduler.instanceId", "AUTO");
    properties.put("org.quartz.scheduler.skipUpdateCheck", "true");
    properties.put("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
    properties.put("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
    properties.put("org.quartz.threadPool.threadCount", "2");
    properties.put("org.quartz.threadPool.makeThreadsDaemons", "true");
    properties.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
    properties.put(
        "org.quartz.jobStore.driverDelegateClass",
        "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
    properties.put("org.quartz.jobStore.dataSource", store);
    properties.put("org.quartz.jobStore.useProperties", "true");
    properties.put("org.quartz.jobStore.isClustered", "true");
    properties.put("org.quartz.jobStore.misfireThreshold", "60000");
    return properties;
  }

  /** Begins to fire. */
  public void start() {
    start(() -> {});
  }

  /**
   * The same.
   *
   * @param syncs sees to it that connections whose time has come are synced by this node; returns
   *     at once
   */
  public void start(Runnable syncs) {
    try {
      scheduler.getContext().put(SyncTick.WAKE, syncs);
      setNightly();
      SyncSchedule.set(scheduler);
      scheduler.start();
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  private void setNightly() throws SchedulerException {
    if (!settings.scheduled()) {
      scheduler.deleteJob(NIGHTLY);
      return;
    }
    JobDetail job =
        JobBuilder.newJob(NightlySleep.class).withIdentity(NIGHTLY).storeDurably().build();
    scheduler.addJob(job, true);
    Trigger known = scheduler.getTrigger(NIGHTLY_TIME);
    if (known instanceof CronTrigger cron && cron.getCronExpression().equals(settings.cron())) {
      return; // As it is: what it has missed is to be caught up.
    }
    Trigger trigger = trigger(NIGHTLY_TIME, NIGHTLY, settings.cron());
    if (known == null) {
      try {
        scheduler.scheduleJob(trigger);
      } catch (ObjectAlreadyExistsException e) {
        LOG.debug("another node that starts now was faster");
      }
    } else {
      scheduler.rescheduleJob(NIGHTLY_TIME, trigger);
    }
  }

  private static Trigger trigger(TriggerKey key, JobKey job, String cron) {
    return TriggerBuilder.newTrigger()
        .withIdentity(key)
        .forJob(job)
        .withSchedule(
            CronScheduleBuilder.cronSchedule(cron).withMisfireHandlingInstructionFireAndProceed())
        .build();
  }

  /**
   * Gives a space a time of its own.
   *
   * @param cron empty: it never sleeps by the clock
   */
  public void set(UUID tenantId, String space, Optional<String> cron) {
    cron.ifPresent(Schedule::requireCron);
    JobKey key = key(tenantId, space);
    JobDetail job =
        JobBuilder.newJob(SpaceSleep.class)
            .withIdentity(key)
            .usingJobData(new JobDataMap(Map.of(TENANT, tenantId.toString(), SPACE, space)))
            .storeDurably()
            .build();
    TriggerKey time = TriggerKey.triggerKey(key.getName(), key.getGroup());
    try {
      scheduler.addJob(job, true);
      scheduler.unscheduleJob(time);
      if (cron.isPresent()) {
        scheduler.scheduleJob(trigger(time, key, cron.get()));
      }
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  /** Lets a space sleep at the usual time again; false when it did. */
  public boolean clear(UUID tenantId, String space) {
    try {
      return scheduler.deleteJob(key(tenantId, space));
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  /** The time of its own that a space has: a cron expression, or empty for never. */
  public Optional<Optional<String>> find(UUID tenantId, String space) {
    JobKey key = key(tenantId, space);
    try {
      if (!scheduler.checkExists(key)) {
        return Optional.empty();
      }
      Trigger time = scheduler.getTrigger(TriggerKey.triggerKey(key.getName(), key.getGroup()));
      return Optional.of(
          time instanceof CronTrigger cron
              ? Optional.of(cron.getCronExpression())
              : Optional.empty());
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  /** Fires the nightly sleep at once, on whichever node is free. */
  void fireNightly() {
    try {
      scheduler.triggerJob(NIGHTLY);
    } catch (SchedulerException e) {
      throw failed(e);
    }
  }

  static boolean hasOwnTime(Scheduler scheduler, UUID tenantId, String space)
      throws SchedulerException {
    return scheduler.checkExists(key(tenantId, space));
  }

  /** Takes the schedules of tenants that are gone away. */
  static void forgetTenants(Scheduler scheduler, Predicate<UUID> isGone) throws SchedulerException {
    for (String group : scheduler.getJobGroupNames()) {
      if (Ids.parse(group).filter(isGone).isPresent()) {
        scheduler.deleteJobs(List.copyOf(scheduler.getJobKeys(GroupMatcher.jobGroupEquals(group))));
      }
    }
  }

  /** Names of jobs are short; those of spaces need not be. */
  private static JobKey key(UUID tenantId, String space) {
    UUID name = UUID.nameUUIDFromBytes(space.getBytes(StandardCharsets.UTF_8));
    return JobKey.jobKey(name.toString(), tenantId.toString());
  }

  private static void requireCron(String cron) {
    if (!CronExpression.isValidExpression(cron)) {
      throw new HypnosException(ErrorCode.VALIDATION, "cron is not a Quartz cron expression");
    }
    if (trigger(NIGHTLY_TIME, NIGHTLY, cron).getFireTimeAfter(null) == null) {
      throw new HypnosException(ErrorCode.VALIDATION, "cron names no time that is still to come");
    }
  }

  private static HypnosException failed(SchedulerException e) {
    return HypnosException.unavailable("The schedule", e);
  }

  /** A job of this schedule. */
  abstract static class ScheduledJob implements Job {
    static Engine engine(Scheduler scheduler) throws SchedulerException {
      return (Engine) scheduler.getContext().get(ENGINE);
    }
  }

  @Override
  public void close() {
    try {
      scheduler.shutdown(true);
    } catch (SchedulerException e) {
      LOG.warn("the schedule did not stop in order: {}", e.getMessage());
    }
  }
}
