package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.EventMemories;
import io.hypnos.engine.intake.QuarantinedEntry;
import io.hypnos.engine.job.BatchProgress;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.ingest.Endpoint.Illness;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Content;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestStatus.State;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can fail fails while one large load goes through: in the end each message that
 * can be processed is exactly one memory in the record and in the index, and each that cannot is in
 * quarantine.
 */
final class FaultsIT {
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

  private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
  private static final int MESSAGES = 20_000;
  private static final int DELIVERIES = 3;
  private static final int BATCH = 1_000;
  private static final int POISONED = 10;
  private static final int GARBAGE = 10;
  private static final String INDEX = "hypnos-faults";
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  @TempDir private static Path checkpoints;
  private static Endpoint endpoint;
  private static SearchDoor door;
  private static Map<String, String> changed;
  private static Engine engine;
  private static Topics topics;

  private JobChild child;

  @BeforeAll
  static void open() throws Exception {
    endpoint = new Endpoint();
    door = new SearchDoor(STACK.settings().search().url());
    changed =
        new TreeMap<>(
            Map.of(
                "search.url",
                door.url(),
                "search.index",
                INDEX,
                "embedding.provider",
                "openai",
                "embedding.openai.base-url",
                endpoint.url(),
                "embedding.openai.model",
                Endpoint.MODEL,
                "embedding.openai.dimensions",
                String.valueOf(Endpoint.DIMENSIONS),
                "embedding.openai.timeout",
                "1s",
                "embedding.openai.patience",
                "2s",
                "embedding.openai.breaker-pause",
                "1s",
                "ingest.group",
                "faults"));
    changed.put("flink.checkpoint-interval", "1s");
    changed.put("database.connect-timeout", "2s");
    HypnosSettings settings = Settings.with(STACK.settings(), changed);
    engine = Engine.open(settings, Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    engine.startUpkeep();
    topics = new Topics(settings.kafka().bootstrap());
  }

  @AfterAll
  static void close() throws Exception {
    topics.close();
    engine.close();
    door.close();
    endpoint.close();
  }

  @Test
  void everyMessageIsOneMemoryWhateverFails() throws Exception {
    Tenant tenant = engine.tenants().create("faults-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    Caller caller = new Caller(tenant.id(), Optional.empty(), tenant.plan(), "faults");
    List<IngestMessage> messages = messages(caller);
    Set<UUID> expected =
        messages.stream()
            .filter(message -> !isPoison(message))
            .map(message -> EventMemories.of(message).id().orElseThrow())
            .collect(Collectors.toSet());
    child = JobChild.start(STACK.settingsFile(), changed, checkpoints);
    try {
      send(messages);
      faults(tenant.id());
      eventually(() -> assertThat(stored(tenant.id())).hasSize(expected.size()));
      // All repeats too, not only the first delivery of each.
      eventually(() -> assertThat(engine.inbound().lag()).isZero());
      eventually(() -> assertThat(engine.relay().open()).isZero());
      eventually(
          () -> assertThat(engine.inbound().history().watermark(tenant.id()).waiting()).isZero());
      eventually(() -> assertQuarantine(tenant.id()));
    } finally {
      child.kill();
    }

    Map<UUID, Long> record = stored(tenant.id());
    assertThat(record.keySet()).isEqualTo(expected);
    assertThat(record.values()).as("nothing was stored twice").containsOnly(1L);
    engine.index().refresh();
    assertThat(IndexedIds.of(STACK.settings().search().url(), INDEX, tenant.id()))
        .isEqualTo(expected);
    assertBatches(caller, messages);
  }

  /** Each fault comes when so many are stored, and the next only when there was progress since. */
  private void faults(UUID tenant) throws Exception {
    awaitStored(tenant, 500, "the index answers 429");
    door.answer(429);
    awaitStored(tenant, 2_000, "the index takes requests again, an operator throws");
    door.answer(0);
    child.tell("throw");
    awaitStored(tenant, 4_000, "the embedding endpoint answers 500");
    endpoint.become(Illness.FAILS);
    awaitRequestsTo(Illness.FAILS);
    endpoint.become(Illness.NONE);
    awaitStored(tenant, 6_000, "the task manager dies");
    child.tell("taskmanager");
    awaitStored(tenant, 8_000, "the process is killed");
    child.kill();
    child = JobChild.start(STACK.settingsFile(), changed, checkpoints);
    awaitStored(tenant, 10_000, "the endpoint answers vectors of a wrong dimension");
    endpoint.become(Illness.WRONG_DIMENSION);
    awaitRequestsTo(Illness.WRONG_DIMENSION);
    endpoint.become(Illness.NONE);
    awaitStored(tenant, 12_000, "the broker is killed, the endpoint is slow");
    endpoint.become(Illness.IS_SLOW);
    STACK.kill(Part.KAFKA);
    STACK.awaitHealthy(Part.KAFKA);
    endpoint.become(Illness.NONE);
    awaitStored(tenant, 14_000, "the database is killed");
    STACK.kill(Part.POSTGRES);
    STACK.awaitHealthy(Part.POSTGRES);
    awaitStored(tenant, 16_000, "the index is away, the process is killed again");
    door.answer(503);
    child.kill();
    child = JobChild.start(STACK.settingsFile(), changed, checkpoints);
    awaitStored(tenant, 18_000, "the index is back");
    door.answer(0);
  }

  private static void awaitStored(UUID tenant, int count, String next) {
    await(next)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> count(tenant) >= count);
    LOG.info("{} are stored: {}", count, next);
  }

  private static void awaitRequestsTo(Illness illness) {
    int before = endpoint.requests();
    await(illness.name()).atMost(PATIENCE).until(() -> endpoint.requests() >= before + 3);
  }

  private static List<IngestMessage> messages(Caller caller) {
    List<IngestMessage> messages = new ArrayList<>();
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    for (int first = 0; first < MESSAGES; first += BATCH) {
      UUID batch = UUID.randomUUID();
      engine.batches().create(caller, batch, "load", "event", Collections.nCopies(BATCH, "event"));
      engine.batches().accepted(caller.tenantId(), batch);
      for (int item = 0; item < BATCH; item++) {
        int number = first + item;
        String text =
            number < POISONED ? "POISON " + number : "Locker %d is free".formatted(number);
        messages.add(
            new IngestMessage(
                IngestMessage.VERSION,
                caller.tenantId(),
                number % 2 == 0 ? "load" : "other-" + number % 7,
                batch,
                item,
                "event",
                "event-" + number,
                new Content(
                    Optional.of(text), Optional.empty(), "event", "text/plain", text.length()),
                new Attributes(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("number", number)),
                now,
                Optional.of(
                    new Occasion(
                        Optional.of("stream-" + number / 50),
                        Optional.of(number % 50),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(now.plusSeconds(number)))),
                Optional.empty(),
                Optional.empty()));
      }
    }
    return messages;
  }

  private static boolean isPoison(IngestMessage message) {
    return message.content().text().orElseThrow().startsWith("POISON");
  }

  private static void send(List<IngestMessage> messages) throws Exception {
    List<Map.Entry<String, byte[]>> records = new ArrayList<>();
    for (int delivery = 0; delivery < DELIVERIES; delivery++) {
      messages.forEach(
          message -> records.add(Map.entry(message.key(), MessageCodec.encode(message))));
    }
    for (int i = 0; i < GARBAGE; i++) {
      records.add(Map.entry("garbage", ("faults-garbage-" + i).getBytes(UTF_8)));
    }
    Collections.shuffle(records, new Random(20_26));
    topics.sendAll(Topic.INGEST, records);
  }

  private static long count(UUID tenant) {
    return engine
        .database()
        .inTenant(
            tenant,
            handle -> handle.createQuery("SELECT count(*) FROM memory").mapTo(Long.class).one());
  }

  /** The memories, and how often each was written. */
  private static Map<UUID, Long> stored(UUID tenant) {
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

  private static void assertBatches(Caller caller, List<IngestMessage> messages) {
    Set<UUID> batches = messages.stream().map(IngestMessage::batchId).collect(Collectors.toSet());
    int quarantined = 0;
    for (UUID batch : batches) {
      BatchProgress progress = engine.batches().progress(caller, batch).orElseThrow();
      assertThat(progress.items())
          .extracting(BatchProgress.Item::state)
          .isSubsetOf(State.STORED, State.QUARANTINED)
          .hasSize(BATCH);
      quarantined += progress.failed();
    }
    assertThat(quarantined).isEqualTo(POISONED);
  }

  private static void assertQuarantine(UUID tenant) {
    assertThat(quarantine(Optional.of(tenant)))
        .extracting(QuarantinedEntry::stage)
        .hasSize(POISONED * DELIVERIES)
        .containsOnly("embed");
    assertThat(quarantine(Optional.empty()))
        .filteredOn(entry -> entry.tenantId().isEmpty())
        .filteredOn(entry -> entry.stage().equals("decode"))
        .hasSizeGreaterThanOrEqualTo(GARBAGE);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .untilAsserted(assertion);
  }

  private static List<QuarantinedEntry> quarantine(Optional<UUID> tenant) {
    return engine
        .inbound()
        .quarantine()
        .page(Optional.empty(), tenant, Optional.empty(), Optional.empty(), 1_000);
  }
}
