package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.RunningApi.NewTenant;
import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.QuarantinedMessage;
import io.hypnos.schemas.topic.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Events, texts, records and uploads on their way to Kafka; history, quarantine and replays. */
final class IntakeIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private static final String INGEST = "/v1/memory/collections/talks/ingest/";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private NewTenant tenant;
  private ApiClient client;

  @BeforeEach
  void makeTenant() {
    tenant = API.tenant();
    client = tenant.client();
  }

  @Test
  void eventsAreQueuedWithTheIdsOfTheirMemoriesAndABadOneIsNamed() {
    Answer answer =
        client.post(
            INGEST + "events",
            Map.of(
                "events",
                List.of(
                    Map.of("text", "The boiler hums", "speaker", "Ann", "stream", "s1"),
                    Map.of("text", " "),
                    Map.of("text", "It stopped", "at", "2026-11-21T10:00:00Z"),
                    Map.of("speaker", "Bob"))));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    assertThat(answer.body().path("queued").intValue()).isEqualTo(2);
    assertThat(answer.body().path("failed").intValue()).isEqualTo(2);
    assertThat(answer.body().path("items").path(1).path("position").intValue()).isEqualTo(2);
    assertThat(UUID.fromString(answer.body().path("items").path(0).path("id").asString()))
        .isNotNull();
    assertThat(answer.body().path("failures").valueStream().map(f -> f.path("position").intValue()))
        .containsExactlyInAnyOrder(1, 3);
    List<JsonNode> sent = sent(answer.body().path("batch_id").asString());
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).path("occasion").path("speaker").asString()).isEqualTo("Ann");
    assertThat(sent.get(1).path("occasion").path("at").asString()).startsWith("2026-11-21T10");
  }

  @Test
  void textsAndVersionsOfRecordsAreQueued() {
    Answer texts =
        client.post(
            INGEST + "texts",
            Map.of("texts", List.of(Map.of("text", "One"), Map.of("text", "x".repeat(150_000)))));
    assertThat(texts.status()).as(texts.toString()).isEqualTo(202);
    assertThat(sent(texts.body().path("batch_id").asString()))
        .extracting(message -> message.path("content").path("blobKey").isNull())
        .containsExactlyInAnyOrder(true, false);

    Answer records =
        client.post(
            INGEST + "records",
            Map.of(
                "source",
                "connector:wiki",
                "records",
                List.of(
                    Map.of("external_id", "p1", "version", 3, "text", "Page one"),
                    Map.of("external_id", "p2", "version", 9, "deleted", true),
                    Map.of("external_id", "p3", "version", 1))));
    assertThat(records.status()).as(records.toString()).isEqualTo(202);
    assertThat(records.body().path("queued").intValue()).isEqualTo(2);
    assertThat(records.body().path("failures").path(0).path("error").asString()).contains("text");
    assertThat(client.post(INGEST + "texts", Map.of("texts", List.of())).status()).isEqualTo(422);
    assertThat(
            client
                .post(INGEST + "texts", Map.of("source", "No Way", "texts", List.of("x")))
                .status())
        .isEqualTo(422);
  }

  @Test
  void anUploadedFileIsTakenByItsKeyAndNothingElseIs() throws Exception {
    byte[] file = "The lighthouse keeper feeds seven gulls.".getBytes(UTF_8);
    Answer links =
        client.post(
            "/v1/memory/collections/files/drop/presign",
            List.of(
                Map.of("filename", "a.txt", "content_type", "text/plain", "size", file.length),
                Map.of(
                    "filename",
                    "big.bin",
                    "content_type",
                    "x/y",
                    "size",
                    RunningApi.LARGEST_FILE + 1),
                Map.of("filename", "../up", "content_type", "x/y", "size", 1)));
    assertThat(links.status()).as(links.toString()).isEqualTo(200);
    JsonNode uploads = links.body().path("uploads");
    assertThat(uploads.path(1).path("url").isNull()).isTrue();
    assertThat(uploads.path(1).path("error").asString()).isEqualTo("too_large");
    assertThat(uploads.path(2).path("url").isNull()).isTrue();
    put(uploads.path(0).path("url").asString(), file);

    String key = uploads.path(0).path("key").asString();
    Answer done =
        client.post(
            "/v1/memory/collections/files/drop/complete",
            List.of(
                Map.of("key", key, "filename", "a.txt", "mime", "text/plain", "size", 1),
                Map.of("key", key + "9", "filename", "never.txt", "size", 1),
                Map.of("key", UUID.randomUUID() + "/upload/x/0", "filename", "theirs", "size", 1),
                Map.of("key", tenant.id() + "/../x", "filename", "path", "size", 1)));

    assertThat(done.status()).as(done.toString()).isEqualTo(202);
    assertThat(done.body().path("queued").intValue()).isEqualTo(1);
    assertThat(done.body().path("rejected").intValue()).isEqualTo(3);
    assertThat(sent(done.body().path("batch_id").asString()))
        .singleElement()
        .satisfies(
            message -> assertThat(message.path("content").path("size").intValue()).isEqualTo(40));
  }

  @Test
  void whatWasTakenInIsListedNewestFirstPageByPage() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.add(
          client
              .post(INGEST + "events", Map.of("events", List.of(Map.of("text", "Number " + i))))
              .body()
              .path("batch_id")
              .asString());
    }

    JsonNode first = client.get("/v1/memory/ingest/batches?limit=2").body();
    JsonNode second =
        client
            .get("/v1/memory/ingest/batches?limit=2&after=" + first.path("next").asString())
            .body();

    List<String> listed = new ArrayList<>();
    first.path("batches").forEach(batch -> listed.add(batch.path("batch_id").asString()));
    second.path("batches").forEach(batch -> listed.add(batch.path("batch_id").asString()));
    assertThat(listed).containsExactly(made.get(2), made.get(1), made.get(0));
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(first.path("batches").path(0).path("queued").intValue()).isEqualTo(1);
    JsonNode items =
        client.get("/v1/memory/ingest/batch/" + made.get(0) + "/items?state=queued").body();
    assertThat(items.path("items").path(0).path("state").asString()).isEqualTo("queued");
    assertThat(client.get("/v1/memory/ingest/batch/" + made.get(0) + "/items?state=x").status())
        .isEqualTo(422);
    assertThat(API.tenant().client().get("/v1/memory/ingest/batches").body().path("batches"))
        .isEmpty();
  }

  @Test
  void theWatermarkStaysWhereTheFirstOpenItemWasAccepted() {
    Instant before = watermark();
    client.post(INGEST + "events", Map.of("events", List.of(Map.of("text", "waits"))));

    Instant open = watermark();
    Instant later = watermark();

    assertThat(open).isAfterOrEqualTo(before).isEqualTo(later);
    assertThat(client.get("/v1/memory/ingest/watermark").body().path("pending").intValue())
        .isEqualTo(1);
    assertThat(
            API.operator()
                .get("/admin/tenants/" + tenant.id() + "/ingest")
                .body()
                .path("pending")
                .intValue())
        .isEqualTo(1);
    assertThat(API.operator().get("/admin/ingest").body().path("lag").intValue()).isPositive();
  }

  private Instant watermark() {
    return Instant.parse(
        client.get("/v1/memory/ingest/watermark").body().path("searchable").asString());
  }

  @Test
  void aQuarantinedMessageIsShownRedrivenOnceAndAuditedAndAnotherDiscarded() throws Exception {
    String batch =
        client
            .post(
                INGEST + "events",
                Map.of("events", List.of(Map.of("text", "odd"), Map.of("text", "odder"))))
            .body()
            .path("batch_id")
            .asString();
    List<UUID> entries = new ArrayList<>();
    for (JsonNode message : sent(batch)) {
      entries.add(quarantine(message.toString()));
    }
    ApiClient operator = API.operator();
    String list = "/admin/quarantine?tenant=" + tenant.id();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(operator.get(list).body().path("entries")).hasSize(2));
    String first = "/admin/quarantine/" + entries.get(0);

    assertThat(operator.get(first).body().path("reason").asString()).isEqualTo("odd indeed");
    assertThat(operator.get(first + "/original").body().path("original").asString())
        .contains("odd");
    int before = sent(batch).size();
    assertThat(operator.post(first + "/redrive", Map.of()).body().path("state").asString())
        .isEqualTo("redriven");
    assertThat(operator.post(first + "/redrive", Map.of()).status()).isEqualTo(409);
    assertThat(sent(batch)).hasSize(before + 1);
    String second = "/admin/quarantine/" + entries.get(1);
    assertThat(operator.post(second + "/discard", Map.of()).body().path("state").asString())
        .isEqualTo("discarded");
    assertThat(operator.get(list).body().path("entries")).isEmpty();
    assertThat(operator.get(list + "&state=all").body().path("entries")).hasSize(2);
    assertThat(operator.get("/admin/quarantine/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(client.get("/admin/quarantine").status()).isEqualTo(403);
    assertThat(operator.get("/admin/tenants/" + tenant.id() + "/audit").body().toString())
        .contains("quarantine.redrive", "quarantine.discard", "quarantine.show");
  }

  @Test
  void aBatchIsReplayedIntoAnotherSpaceFromKafkaOrFromS3() {
    String events =
        client
            .post(INGEST + "events", Map.of("events", List.of(Map.of("text", "once more"))))
            .body()
            .path("batch_id")
            .asString();
    String files =
        client
            .drop(
                "files",
                Map.of("async_ingest", "true"),
                List.of(ApiClient.FilePart.text("a.txt", "From the store.")))
            .body()
            .path("batch_id")
            .asString();

    for (String batch : List.of(events, files)) {
      JsonNode replay = replay(Map.of("batch", batch, "into", "elsewhere"));
      JsonNode original = sent(batch).get(0);
      assertThat(sent(replay.path("batches").path(0).asString()))
          .singleElement()
          .satisfies(
              again -> {
                assertThat(again.path("space").asString()).isEqualTo("elsewhere");
                assertThat(again.path("externalId")).isEqualTo(original.path("externalId"));
                assertThat(again.path("content")).isEqualTo(original.path("content"));
              });
    }
    JsonNode range =
        replay(
            Map.of(
                "from", Instant.now().minusSeconds(600).toString(),
                "to", Instant.now().plusSeconds(60).toString(),
                "space", "talks"));
    assertThat(range.path("sent").intValue()).isEqualTo(1);
    String replays = "/admin/tenants/" + tenant.id() + "/replays";
    assertThat(API.operator().post(replays, Map.of()).status()).isEqualTo(422);
    assertThat(API.operator().post(replays, Map.of("batch", UUID.randomUUID().toString())).status())
        .isEqualTo(404);
  }

  private JsonNode replay(Map<String, String> wanted) {
    String replays = "/admin/tenants/" + tenant.id() + "/replays";
    Answer asked = API.operator().post(replays, wanted);
    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    String path = replays + "/" + asked.body().path("replay_id").asString();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(API.operator().get(path).body().path("state").asString())
                    .isEqualTo("done"));
    return API.operator().get(path).body();
  }

  @Test
  void aSpaceRemembersHowItTreatsWhatComesIn() {
    String path = "/admin/tenants/" + tenant.id() + "/spaces/talks/intake";

    assertThat(API.operator().get(path).body().path("policy").isNull()).isTrue();
    Answer set =
        API.operator()
            .call(
                "PUT",
                path,
                Map.of("Content-Type", "application/json"),
                BodyPublishers.ofString("{\"policy\":\"gated\",\"concepts\":true}"));

    assertThat(set.status()).as(set.toString()).isEqualTo(200);
    assertThat(API.operator().get(path).body().path("policy").asString()).isEqualTo("gated");
    assertThat(API.operator().get(path).body().path("concepts").booleanValue()).isTrue();
  }

  private static void put(String url, byte[] file) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "text/plain")
            .PUT(BodyPublishers.ofByteArray(file))
            .build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  /** Puts a message into the quarantine, as the job does. */
  private static UUID quarantine(String original) throws Exception {
    UUID id = UUID.randomUUID();
    QuarantinedMessage entry =
        new QuarantinedMessage(
            QuarantinedMessage.VERSION,
            id,
            original,
            "store",
            "odd indeed",
            3,
            Instant.now(),
            Optional.of(new QuarantinedMessage.Place(Topic.INGEST.topicName(), 0, 1, true)));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topic.QUARANTINE.topicName(), "key".getBytes(UTF_8), MessageCodec.encode(entry)))
          .get();
    }
    return id;
  }

  /** The messages of a batch that Kafka has. */
  private static List<JsonNode> sent(String batch) {
    List<JsonNode> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topic.INGEST.topicName()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          String text = new String(record.value(), UTF_8);
          if (text.contains("\"batchId\":\"" + batch)) {
            found.add(tools.jackson.databind.json.JsonMapper.shared().readTree(text));
          }
        }
      }
    }
    found.sort(java.util.Comparator.comparingInt(message -> message.path("item").intValue()));
    return found;
  }

  private static String bootstrap() {
    return RunningApi.STACK.settings().kafka().bootstrap();
  }
}
