package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.DropAttributes;
import io.hypnos.engine.intake.IntakeReceipt;
import io.hypnos.engine.intake.IntakeUnit;
import io.hypnos.engine.intake.IntakeUnit.Traits;
import io.hypnos.engine.intake.UploadedFile;
import io.hypnos.engine.search.SearchRequest;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import io.hypnos.schemas.message.IngestStatus;
import io.hypnos.schemas.message.IngestStatus.State;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.MessageHeaders;
import io.hypnos.schemas.message.QuarantinedMessage;
import io.hypnos.schemas.topic.Topic;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job on real parts: what goes in by the front door ends where it should, once. */
final class IngestJobIT {
  @RegisterExtension
  static final LocalStack STACK =
      LocalStack.of(Part.POSTGRES, Part.OPENSEARCH, Part.KAFKA, Part.S3);

  @TempDir private static Path checkpoints;
  private static Engine engine;
  private static Topics topics;
  private static JobCluster cluster;

  @BeforeAll
  static void startJob() throws Exception {
    HypnosSettings settings =
        Settings.with(
            STACK.settings(),
            Map.of(
                "flink.checkpoint-interval", "1s",
                "database.connect-timeout", "2s"));
    engine = Engine.open(settings, Clock.systemUTC());
    engine.firstTenant().ensure();
    engine.index().ensure();
    topics = new Topics(settings.kafka().bootstrap());
    topics.empty(Topic.INGEST);
    cluster = new JobCluster(checkpoints);
    cluster.submit(settings);
  }

  @AfterAll
  static void stopJob() throws Exception {
    cluster.stop();
    topics.close();
    engine.close();
  }

  @Test
  void goodDocumentsAreStoredAndBadOnesQuarantinedAndARepeatChangesNothing() throws Exception {
    Caller caller = newTenant("request-mixed");
    byte[] poison = ("poison " + UUID.randomUUID()).getBytes(UTF_8);
    topics.send(Topic.INGEST, "nobody".getBytes(UTF_8), poison);

    UUID batch =
        drop(
            caller,
            file("notes.txt", "text/plain", "The lighthouse keeper feeds seven gulls."),
            file("plan.md", "text/markdown", "# Harbour\n\nThe ferry leaves at nine on Sundays."),
            file("broken.pdf", "application/pdf", "%PDF-1.7\nthis is not the inside of a PDF"));

    awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).hasSize(3));
    assertThat(finals(batch))
        .extracting(IngestStatus::item, IngestStatus::state, IngestStatus::memories)
        .containsExactlyInAnyOrder(
            tuple(0, State.STORED, 2), tuple(1, State.STORED, 2), tuple(2, State.QUARANTINED, 0));
    assertThat(statuses(batch))
        .extracting(IngestStatus::state)
        .contains(State.EXTRACTING, State.EMBEDDING);
    awaitAtMost(30).untilAsserted(() -> assertThat(quarantined(poison)).hasSize(1));
    assertThat(quarantined(poison)).extracting(QuarantinedMessage::stage).containsOnly("decode");
    assertThat(quarantined(batch.toString().getBytes(UTF_8)))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.stage()).isEqualTo("read");
              assertThat(entry.reason()).isNotBlank();
              assertThat(entry.original()).contains("broken.pdf");
            });
    List<Row> stored = rows(caller);
    assertThat(stored)
        .extracting(Row::file)
        .containsExactlyInAnyOrder("notes.txt", "notes.txt", "plan.md", "plan.md");

    sendEverythingAgain();

    awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).hasSize(6));
    awaitAtMost(30).untilAsserted(() -> assertThat(quarantined(poison)).hasSize(2));
    assertThat(rows(caller)).containsExactlyInAnyOrderElementsOf(stored);
  }

  @Test
  void aDroppedTextIsFoundInTheSpaceOfItsCollection() throws Exception {
    Caller caller = newTenant("request-search");
    UUID batch =
        drop(caller, file("cat.txt", "text/plain", "My cat Miso is afraid of thunderstorms."));

    awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).hasSize(1));

    awaitAtMost(10)
        .untilAsserted(
            () ->
                assertThat(engine.search().search(caller, query("What is Miso afraid of?")).hits())
                    .extracting(hit -> hit.memory().content())
                    .contains("My cat Miso is afraid of thunderstorms."));
    assertThat(headers(batch)).containsOnly("request-search");
  }

  @Test
  void eventsAndVersionsOfRecordsGoAllTheWay() throws Exception {
    Caller caller = newTenant("request-units");
    Traits plain = Traits.NONE;
    Occasion morning =
        new Occasion(
            Optional.of("s1"),
            Optional.empty(),
            Optional.of("Ann"),
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-21T10:00:00Z")));
    IntakeReceipt told =
        engine
            .intake()
            .accept(
                caller,
                "harbour",
                "event",
                List.of(
                    IntakeUnit.event("The pilot boat is painted green", morning, plain),
                    IntakeUnit.event("The crane is closed for repairs", morning, plain)));
    UUID page = accept(caller, IntakeUnit.version("page", 1, "page", "The first wording.", plain));
    UUID late = accept(caller, IntakeUnit.version("page", 3, "page", "The third wording.", plain));
    UUID old = accept(caller, IntakeUnit.version("page", 2, "page", "The second wording.", plain));

    for (UUID batch : List.of(told.batchId(), page, late, old)) {
      awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).isNotEmpty());
    }

    awaitAtMost(60)
        .untilAsserted(
            () ->
                assertThat(rows(caller))
                    .extracting(Row::content)
                    .containsExactlyInAnyOrder(
                        "The pilot boat is painted green",
                        "The crane is closed for repairs",
                        "The third wording."));
    assertThat(rows(caller))
        .extracting(Row::id)
        .containsAll(told.accepted().stream().map(IntakeReceipt.Accepted::memoryId).toList());

    UUID end = accept(caller, IntakeUnit.deletion("page", 4, "page"));
    awaitAtMost(60).untilAsserted(() -> assertThat(finals(end)).hasSize(1));
    assertThat(rows(caller)).hasSize(2);
  }

  private static UUID accept(Caller caller, IntakeUnit unit) {
    return engine.intake().accept(caller, "harbour", "connector:wiki", List.of(unit)).batchId();
  }

  @Test
  void aFileOfAnUnknownKindIsKnownByItsName() throws Exception {
    Caller caller = newTenant("request-unknown");
    UUID batch =
        drop(
            caller,
            new UploadedFile(
                "holiday.xyz", "application/octet-stream", 4, new byte[] {1, 0, 7, (byte) 0xFE}));

    awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).hasSize(1));

    assertThat(finals(batch)).extracting(IngestStatus::state).containsOnly(State.STORED);
    assertThat(rows(caller)).extracting(Row::file).containsExactly("holiday.xyz");
  }

  @Test
  void whatComesWhileTheDatabaseIsDownIsStoredWhenItIsBack() throws Exception {
    Caller caller = newTenant("request-outage");
    UUID batch =
        drop(caller, file("first.txt", "text/plain", "The first text came before the outage."));
    awaitAtMost(60).untilAsserted(() -> assertThat(finals(batch)).hasSize(1));
    ConsumerRecord<byte[], byte[]> known = messageOf(batch);
    long restarts = cluster.restarts();

    STACK.stop(Part.POSTGRES);
    topics.sendAgain(known);
    awaitAtMost(60).until(() -> cluster.restarts() > restarts);
    STACK.start(Part.POSTGRES);

    awaitAtMost(90).untilAsserted(() -> assertThat(finals(batch)).hasSizeGreaterThan(1));
    assertThat(finals(batch)).extracting(IngestStatus::state).containsOnly(State.STORED);
    assertThat(rows(caller)).hasSize(2);
  }

  private record Row(UUID id, String file, String content, long version) {}

  private static List<Row> rows(Caller caller) {
    return engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle
                    .createQuery(
                        "SELECT memory_id, metadata->>'file' AS file, content, row_version"
                            + " FROM memory")
                    .map(
                        (row, context) ->
                            new Row(
                                row.getObject("memory_id", UUID.class),
                                row.getString("file"),
                                row.getString("content"),
                                row.getLong("row_version")))
                    .list());
  }

  private static Caller newTenant(String requestId) {
    Tenant tenant = engine.tenants().create("tenant-" + UUID.randomUUID(), Plan.UNLIMITED, false);
    return new Caller(tenant.id(), Optional.empty(), tenant.plan(), requestId);
  }

  private static UploadedFile file(String name, String type, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return new UploadedFile(name, type, bytes.length, bytes);
  }

  private static UUID drop(Caller caller, UploadedFile... files) {
    return engine.drops().accept(caller, "harbour", List.of(files), DropAttributes.NONE).batchId();
  }

  private static SearchRequest query(String text) {
    return new SearchRequest(text, Optional.of(List.of("harbour")), 5, 0);
  }

  private static void sendEverythingAgain() throws Exception {
    for (ConsumerRecord<byte[], byte[]> found : topics.all(Topic.INGEST)) {
      topics.sendAgain(found);
    }
  }

  private static ConsumerRecord<byte[], byte[]> messageOf(UUID batch) {
    return topics.all(Topic.INGEST).stream()
        .filter(found -> new String(found.value(), UTF_8).contains(batch.toString()))
        .findFirst()
        .orElseThrow();
  }

  private static List<IngestStatus> finals(UUID batch) throws Exception {
    return statuses(batch).stream().filter(status -> status.state().isFinal()).toList();
  }

  private static List<IngestStatus> statuses(UUID batch) throws Exception {
    List<IngestStatus> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : topics.all(Topic.STATUS)) {
      IngestStatus status = MessageCodec.decode(each.value(), IngestStatus.class);
      if (status.batchId().equals(batch)) {
        found.add(status);
      }
    }
    return found;
  }

  private static Stream<String> headers(UUID batch) {
    return topics.all(Topic.STATUS).stream()
        .filter(found -> new String(found.key(), UTF_8).equals(batch.toString()))
        .map(found -> found.headers().lastHeader(MessageHeaders.REQUEST_ID).value())
        .map(value -> new String(value, UTF_8));
  }

  private static List<QuarantinedMessage> quarantined(byte[] partOfOriginal) throws Exception {
    List<QuarantinedMessage> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> each : topics.all(Topic.QUARANTINE)) {
      QuarantinedMessage entry = MessageCodec.decode(each.value(), QuarantinedMessage.class);
      if (entry.original().contains(new String(partOfOriginal, UTF_8))) {
        found.add(entry);
      }
    }
    return found;
  }

  private static ConditionFactory awaitAtMost(int seconds) {
    return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(250));
  }
}
