package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Writing and reading atoms. */
final class MemoryRoutesIT {
  private static final String WRITE = "/api/v1/memory/write";
  private static final String READ = "/api/v1/memory/read";
  private static final String TEXT = "Staging deploys need a manual approval since March";

  @RegisterExtension static final RunningApi API = new RunningApi();

  private ApiClient client;

  @BeforeEach
  void makeTenant() {
    client = API.tenant().client();
  }

  @Test
  void aWrittenAtomIsFoundByTheNextReadWithEverythingItWasGiven() {
    Answer write =
        client.post(
            WRITE,
            Map.of(
                "content",
                TEXT,
                "concepts",
                List.of("deploy", "staging"),
                "domain",
                "project:acme",
                "metadata",
                Map.of("team", "infra", "deep", Map.of("list", List.of(1, 2.5, true))),
                "external_ref",
                "wiki-118"));

    assertThat(write.status()).as(write.toString()).isEqualTo(200);
    assertThat(write.body().propertyNames())
        .containsExactly("stored", "atom_id", "importance", "reason", "superseded");
    assertThat(write.body().path("stored").booleanValue()).isTrue();
    assertThat(write.body().path("reason").asString()).isEqualTo("novel");
    assertThat(write.body().path("superseded").isArray()).isTrue();

    Answer read = client.post(READ, Map.of("query", "who approves a deploy to staging?"));

    assertThat(read.status()).as(read.toString()).isEqualTo(200);
    assertThat(read.body().propertyNames())
        .containsExactly(
            "items", "episodic_hit", "query_concepts", "expanded_concepts", "search_time_ms");
    assertThat(read.body().path("search_time_ms").isNumber()).isTrue();
    JsonNode item = read.body().path("items").path(0);
    assertThat(item.propertyNames())
        .containsExactly(
            "atom_id",
            "content",
            "relevance",
            "similarity",
            "valence",
            "importance",
            "source",
            "concepts",
            "domain",
            "metadata",
            "created_at");
    assertThat(item.path("atom_id")).isEqualTo(write.body().path("atom_id"));
    assertThat(item.path("content").asString()).isEqualTo(TEXT);
    assertThat(item.path("relevance").doubleValue()).isBetween(0.3, 1.0);
    assertThat(item.path("source").asString()).isEqualTo("semantic");
    assertThat(item.path("domain").asString()).isEqualTo("project:acme");
    assertThat(item.path("concepts").toString()).isEqualTo("[\"deploy\",\"staging\"]");
    assertThat(item.path("metadata").path("deep").path("list").toString())
        .isEqualTo("[1,2.5,true]");
    assertThat(item.path("created_at").asString()).endsWith("Z");
  }

  @Test
  void theVeryTextIsAnEpisodicHit() {
    client.write("notes", TEXT);

    Answer read = client.post(READ, Map.of("query", TEXT, "domain", "notes"));

    assertThat(read.body().path("episodic_hit").booleanValue()).isTrue();
    assertThat(read.body().path("items").path(0).path("source").asString()).isEqualTo("episodic");
    assertThat(read.body().path("items").path(0).path("relevance").doubleValue()).isEqualTo(1.0);
  }

  @Test
  void whatAddsNothingIsRefusedWithAReason() {
    String first = client.write("notes", TEXT).body().path("atom_id").asString();

    Answer again = client.write("notes", TEXT);

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("stored").booleanValue()).isFalse();
    assertThat(again.body().path("atom_id").isNull()).isTrue();
    assertThat(again.body().path("importance").isNumber()).isTrue();
    assertThat(again.body().path("reason").asString())
        .startsWith("Below importance threshold (")
        .endsWith(first);
  }

  @Test
  void aKnownExternalRefAnswersWithTheFirstAtom() {
    Map<String, Object> first = Map.of("content", TEXT, "external_ref", "note-1");
    Map<String, Object> second = Map.of("content", "Something else", "external_ref", "note-1");

    Answer stored = client.post(WRITE, first);
    Answer replayed = client.post(WRITE, second);

    assertThat(replayed.body().path("stored").booleanValue()).isTrue();
    assertThat(replayed.body().path("atom_id")).isEqualTo(stored.body().path("atom_id"));
    assertThat(replayed.body().path("reason").asString()).contains("replay");
  }

  @Test
  void withoutADomainAnAtomIsGeneralAndAReadCoversAllDomains() {
    client.post(WRITE, Map.of("content", TEXT));
    client.write("project:acme", "The greenhouse is watered at six in the morning");

    assertThat(client.read("general", "approval of staging deploys")).containsExactly(TEXT);
    Answer everywhere =
        client.post(READ, Map.of("query", "when is the greenhouse watered?", "min_relevance", 0));
    assertThat(everywhere.body().path("items")).hasSize(2);
  }

  @Test
  void domainsAreComparedByteForByte() {
    String domain = " Notes/ü:x ";
    client.write(domain, TEXT);

    assertThat(client.read(domain, TEXT)).hasSize(1);
    assertThat(client.read(domain.strip(), TEXT)).isEmpty();
    assertThat(client.read(" notes/ü:x ", TEXT)).isEmpty();
    assertThat(client.read("", TEXT)).isEmpty();
    assertThat(client.read("x".repeat(1_000), TEXT)).isEmpty();
  }

  @Test
  void anAnswerHasAtMostTopKItemsAndNoneBelowTheFloor() {
    for (int number = 0; number < 4; number++) {
      client.write("notes", "Deploy number " + number + " needed a manual approval");
    }

    Answer two = client.post(READ, Map.of("query", "manual approval of a deploy", "top_k", 2));
    Answer floor =
        client.post(READ, Map.of("query", "the colour of elephants", "min_relevance", 0.9));

    assertThat(two.body().path("items")).hasSize(2);
    assertThat(floor.status()).isEqualTo(200);
    assertThat(floor.body().path("items")).isEmpty();
  }

  @Test
  void recencyOrdersTheSameItemsNewestFirst() {
    client.write("notes", "The deploy on Monday needed a manual approval by Mira");
    client.write("notes", "Manual approval");
    client.write("notes", "The deploy on Friday needed a manual approval by Tom");

    Answer read =
        client.post(
            READ, Map.of("query", "manual approval", "order_by", "recency", "min_relevance", 0));

    List<String> times =
        read.body()
            .path("items")
            .valueStream()
            .map(item -> item.path("created_at").asString())
            .toList();
    assertThat(times).hasSize(3).isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void boundsInTimeAreInclusiveOnBothSides() {
    client.write("notes", TEXT);
    String createdAt =
        client
            .post(READ, Map.of("query", TEXT))
            .body()
            .path("items")
            .path(0)
            .path("created_at")
            .asString();

    assertThat(itemsBetween(createdAt, createdAt)).isEqualTo(1);
    assertThat(itemsBetween("2100-01-01", "2100-01-02T00:00:00Z")).isZero();
    assertThat(itemsBetween("2000-01-01T00:00:00", "2000-01-02T00:00:00+02:00")).isZero();
    Answer reversed =
        client.post(READ, Map.of("query", "x", "since", "2026-02-01", "until", "2026-01-01"));
    assertThat(reversed.status()).isEqualTo(422);
  }

  private int itemsBetween(String since, String until) {
    return client
        .post(READ, Map.of("query", TEXT, "since", since, "until", until))
        .body()
        .path("items")
        .size();
  }

  @Test
  void aReadIgnoresFieldsItDoesNotKnowAndAWriteRefusesThem() {
    assertThat(client.post(READ, Map.of("query", "x", "extra", 1)).status()).isEqualTo(200);
    Answer write = client.post(WRITE, Map.of("content", "x", "extra", 1));
    assertThat(write.status()).isEqualTo(422);
    assertThat(write.text()).contains("extra_forbidden");
  }

  @Test
  void conceptsOfTheQuestionAreRepeatedAndTimingsComeOnRequest() {
    Answer read =
        client.post(
            READ,
            Map.of(
                "query",
                "x",
                "concepts",
                List.of("deploy", "deploy", "staging"),
                "include_timings",
                true));

    assertThat(read.body().path("query_concepts").toString()).isEqualTo("[\"deploy\",\"staging\"]");
    assertThat(read.body().path("expanded_concepts").toString()).contains("deploy");
    assertThat(read.body().path("timings").isObject()).isTrue();
  }

  @Test
  void theLongestContentOfManyBytesIsTaken() {
    String content = "😀 " + UUID.randomUUID() + " " + "ü".repeat(9_000);

    assertThat(client.write("notes", content).body().path("stored").booleanValue()).isTrue();
    assertThat(client.write("notes", "x".repeat(10_000)).status()).isEqualTo(200);
    assertThat(client.write("notes", "x".repeat(10_001)).status()).isEqualTo(422);
  }

  @Test
  void repeatedAndTrailingSlashesDoNotMatter() {
    assertThat(client.post("/api/v1//memory/write/", Map.of("content", TEXT)).status())
        .isEqualTo(200);
    assertThat(client.post("//api/v1/memory///read", Map.of("query", TEXT)).status())
        .isEqualTo(200);
  }
}
