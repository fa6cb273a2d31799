package io.hypnos.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.job.BatchSummary;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away while batches are handed over, and comes back. */
final class BrokenHandOverIT {
  private static final String TOLD =
      """
      SELECT m.memory_id, count(o.sequence) AS told
      FROM memory m
      LEFT JOIN outbox o ON o.tenant_id = m.tenant_id AND o.memory_id = m.memory_id
      WHERE m.tenant_id = :tenant
      GROUP BY m.memory_id
      """;

  @RegisterExtension
  static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String INDEX = "hypnos-handover";
  private static final int BATCH = 1_000;

  @TempDir private static Path checkpoints;

  private final Set<UUID> expected = new HashSet<>();
  private final Set<UUID> acceptedBatches = new HashSet<>();
  private int number;

  @Test
  void whatWasRefusedIsNowhereAndWhatWasAcceptedIsThereOnce() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      Map<String, String> changed = new HashMap<>();
      changed.put("search.index", INDEX);
      changed.put("ingest.group", "handover");
      changed.put("kafka.delivery-timeout", "2s");
      changed.put("flink.checkpoint-interval", "1s");
      changed.put("embedding.provider", "openai");
      changed.put("embedding.openai.base-url", endpoint.url());
      changed.put("embedding.openai.model", Endpoint.MODEL);
      changed.put("embedding.openai.dimensions", String.valueOf(Endpoint.DIMENSIONS));
      HypnosSettings settings = Settings.with(STACK.settings(), changed);
      JobCluster job = new JobCluster(checkpoints);
      try (Engine engine = Engine.open(settings, Clock.systemUTC())) {
        engine.firstTenant().ensure();
        engine.index().ensure();
        engine.startUpkeep();
        job.submit(settings);
        given(engine);
      } finally {
        job.stop();
      }
    }
  }

  private void given(Engine engine) throws Exception {
    Tenant tenant = engine.tenants().create("handover-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "handover");
    CountDownLatch underWay = new CountDownLatch(3);
    Thread outage =
        new Thread(
            () -> {
              try {
                underWay.await();
                STACK.stop(Part.KAFKA);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "outage");
    outage.start();

    ErrorCode refusal = handOverUntilRefused(engine, caller, underWay);
    outage.join();
    STACK.start(Part.KAFKA);
    STACK.awaitHealthy(Part.KAFKA);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> handOver(engine, caller));

    assertThat(refusal).isEqualTo(ErrorCode.UNAVAILABLE);
    await().atMost(PATIENCE).until(() -> stored(engine, tenant.id()).size() >= expected.size());
    await().atMost(PATIENCE).until(() -> engine.inbound().lag() == 0);
    await().atMost(PATIENCE).until(() -> engine.relay().open() == 0);
    assertThat(stored(engine, tenant.id())).containsOnlyKeys(expected).values().containsOnly(1L);
    engine.index().refresh();
    assertThat(IndexedIds.of(STACK.settings().search().url(), INDEX, tenant.id()))
        .isEqualTo(expected);
    assertThat(engine.inbound().history().page(caller, Optional.empty(), Optional.empty(), 100))
        .extracting(BatchSummary::batchId)
        .containsExactlyInAnyOrderElementsOf(acceptedBatches);
    assertThat(engine.inbound().history().watermark(tenant.id()).waiting()).isZero();
  }

  private ErrorCode handOverUntilRefused(Engine engine, Caller caller, CountDownLatch underWay) {
    while (true) {
      underWay.countDown();
      try {
        handOver(engine, caller);
      } catch (HypnosException e) {
        return e.code();
      }
    }
  }

  private boolean handOver(Engine engine, Caller caller) {
    List<IntakeUnit> units = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      number++;
      Occasion occasion =
          new Occasion(
              Optional.of("stream-" + number / 50),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      units.add(IntakeUnit.event("Locker %d is free".formatted(number), occasion, Traits.NONE));
    }
    IntakeReceipt receipt = engine.intake().accept(caller, "lockers", "event", units);
    receipt.accepted().forEach(each -> expected.add(each.memoryId()));
    acceptedBatches.add(receipt.batchId());
    return true;
  }

  /** The memories, and how often each was written. */
  private static Map<UUID, Long> stored(Engine engine, UUID tenant) {
    Map<UUID, Long> found = new HashMap<>();
    engine
        .database()
        .asSystem(
            handle -> {
              handle
                  .createQuery(TOLD)
                  .bind("tenant", tenant)
                  .map(
                      (row, context) ->
                          Map.entry(row.getObject("memory_id", UUID.class), row.getLong("told")))
                  .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
              return null;
            });
    return found;
  }
}
