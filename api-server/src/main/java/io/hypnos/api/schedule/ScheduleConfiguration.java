package io.hypnos.api.schedule;

import io.hypnos.connectors.connection.Connections;
import io.hypnos.engine.Engine;
import io.hypnos.settings.HypnosSettings;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The schedule of the server; it fires once requests are answered. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleConfiguration.class);
  private static final String NAME = "hypnos";
  private static final Duration LOOK = Duration.ofSeconds(15);

  @Bean(destroyMethod = "close")
  Schedule schedule(Engine engine, HypnosSettings settings) {
    return Schedule.of(engine, settings.sleep(), NAME);
  }

  @Bean(destroyMethod = "close")
  SyncWorkers syncWorkers(Connections connections, HypnosSettings settings) {
    return new SyncWorkers(connections, settings.connectors().threads());
  }

  @Bean
  ApplicationRunner startOfSchedule(Schedule schedule, SyncWorkers syncs, HypnosSettings settings) {
    boolean syncing = settings.connectors().scheduled();
    return arguments -> {
      schedule.start(syncing ? syncs::wake : () -> {});
      if (syncing) {
        ScheduledFuture<?> looking = syncs.look(LOOK);
        LOG.debug("looking for syncs that are due: {}", looking);
      }
    };
  }
}
