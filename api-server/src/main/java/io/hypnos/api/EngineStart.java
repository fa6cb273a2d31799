package io.hypnos.api;

import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the engine. Without the database nobody can be recognised, so a start waits for it a while;
 * the other parts may come later.
 */
final class EngineStart {
  private static final Logger LOG = LoggerFactory.getLogger(EngineStart.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_LOOK = Duration.ofSeconds(1);

  private final HypnosSettings settings;
  private final Clock clock;

  EngineStart(HypnosSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  Engine open() {
    Engine engine = Engine.open(settings, clock);
    try {
      awaitDatabase(engine);
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  private void awaitDatabase(Engine engine) {
    Instant deadline = clock.instant().plus(PATIENCE);
    boolean told = false;
    while (!prepared(engine)) {
      if (clock.instant().isAfter(deadline)) {
        throw new StartRefusedException(
            "The database %s does not answer.".formatted(settings.database().jdbcUrl()), null);
      }
      if (!told) {
        LOG.info("waiting for the database");
        told = true;
      }
      pause();
    }
  }

  private static boolean prepared(Engine engine) {
    try {
      engine.firstTenant().ensure();
      engine.rebuild().requestIfModelChanged(UUID.randomUUID());
      return true;
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        return false;
      }
      throw new StartRefusedException(e.getMessage(), e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(A_LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartRefusedException("The start was interrupted.", e);
    }
  }
}
