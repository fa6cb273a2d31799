package io.hypnos.api.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.sleep.Run;
import io.hypnos.engine.sleep.RunQuery;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SleepSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes, one clock: each space is asked for once, by either. */
final class ScheduleIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SPACES = 5;

  @Test
  void ofTwoNodesOneAsksOnceForEverySpaceThatChanged() {
    SleepSettings never =
        Settings.with(STACK.settings(), Map.of("sleep.cron", "0 0 0 1 1 ? 2099")).sleep();
    try (Engine engine = Engine.open(settings(), Clock.systemUTC())) {
      engine.firstTenant().ensure();
      engine.index().ensure();
      Caller caller = tenant(engine);
      for (int i = 0; i < SPACES; i++) {
        write(engine, caller, "space-" + i);
      }
      write(engine, caller, "own-time");
      String name = "test-" + UUID.randomUUID();
      try (Schedule one = Schedule.of(engine, never, name);
          Schedule other = Schedule.of(engine, never, name)) {
        UUID gone = UUID.randomUUID();
        one.set(gone, "of nobody", Optional.empty());
        one.set(caller.tenantId(), "own-time", Optional.empty());
        one.start();
        other.start();
        one.fireNightly();
        await().atMost(PATIENCE).until(() -> ended(engine, caller).size() >= SPACES);
        one.fireNightly();
        write(engine, caller, "space-0");
        other.fireNightly();
        await().atMost(PATIENCE).until(() -> ended(engine, caller).size() >= SPACES + 1);
        await().atMost(PATIENCE).until(() -> other.find(gone, "of nobody").isEmpty());
        assertThat(other.find(caller.tenantId(), "own-time")).isPresent();
      }
      List<Run> runs = ended(engine, caller);
      Set<String> spaces = new HashSet<>();
      runs.forEach(run -> spaces.add(run.space()));
      assertThat(spaces).hasSize(SPACES).doesNotContain("own-time");
      assertThat(runs).as("only the one that changed slept twice").hasSize(SPACES + 1);
      assertThat(runs).allMatch(run -> run.trigger().equals("schedule"));
    }
  }

  /** With the key by which the server of other tests knows the operator: another would end it. */
  private static HypnosSettings settings() {
    return Settings.with(STACK.settings(), Map.of("root-key", "root-key-of-the-api-tests-0001"));
  }

  private static List<Run> ended(Engine engine, Caller caller) {
    return engine.sleep().list(caller.tenantId(), RunQuery.newest(100)).stream()
        .filter(Run::hasEnded)
        .toList();
  }

  private static Caller tenant(Engine engine) {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), "test");
  }

  private static void write(Engine engine, Caller caller, String space) {
    engine
        .writer()
        .write(
            caller,
            NewMemory.text(space, "Something happened in " + UUID.randomUUID(), "test"),
            WritePolicy.KEEP_ALL);
  }
}
