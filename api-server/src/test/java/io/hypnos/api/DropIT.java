package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.api.ApiClient.FilePart;
import io.hypnos.api.web.MemoryBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files into a collection. */
final class DropIT {
  private static final Map<String, String> ASYNC = Map.of("async_ingest", "true");
  private static final FilePart FINE = FilePart.text("fine.txt", "The boiler is descaled in May.");

  @RegisterExtension static final RunningApi API = new RunningApi();

  private ApiClient client;

  @BeforeEach
  void makeTenant() {
    client = API.tenant().client();
  }

  @Test
  void filesOnTheAsynchronousRoadAreQueuedAndShownInTheirBatch() {
    Answer drop =
        client.drop("files", ASYNC, List.of(FINE, FilePart.text("füße.txt", "Über alles.")));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(202);
    assertThat(drop.body().path("queued").intValue()).isEqualTo(2);
    assertThat(drop.body().path("failed").intValue()).isZero();
    assertThat(drop.body().path("failures")).isEmpty();
    Answer batch = client.get("/v1/memory/ingest/batch/" + drop.body().path("batch_id").asString());
    assertThat(batch.status()).isEqualTo(200);
    assertThat(batch.body().path("total").intValue()).isEqualTo(2);
    assertThat(batch.body().path("done").intValue()).isZero();
    assertThat(batch.body().path("pending").intValue()).isEqualTo(2);
    assertThat(batch.body().path("complete").booleanValue()).isFalse();
    assertThat(batch.body().path("items").path(1).path("filename").asString())
        .isEqualTo("füße.txt");
    assertThat(batch.body().path("items").path(1).path("state").asString()).isEqualTo("queued");
  }

  @Test
  void theFlagMayStandInTheQuery() {
    Answer drop =
        client.form("/v1/memory/collections/files/drop?async_ingest=true", Map.of(), List.of(FINE));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(202);
  }

  @Test
  void aBadFileIsNamedAndTheOthersGoOn() {
    FilePart large = new FilePart("large.txt", "text/plain", new byte[RunningApi.LARGEST_FILE + 1]);
    FilePart empty = FilePart.text("empty.txt", "");
    FilePart path = FilePart.text("../../etc/passwd", "x");

    Answer drop = client.drop("files", ASYNC, List.of(large, FINE, empty, path));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(202);
    assertThat(drop.body().path("queued").intValue()).isEqualTo(1);
    assertThat(drop.body().path("failed").intValue()).isEqualTo(3);
    List<String> refused =
        drop.body()
            .path("failures")
            .valueStream()
            .map(failure -> failure.path("filename").asString() + ": " + failure.path("error"))
            .toList();
    assertThat(refused).hasSize(3);
    assertThat(refused.get(0)).startsWith("large.txt: ").contains("64KB");
    assertThat(refused.get(1)).startsWith("empty.txt: ").contains("empty");
    assertThat(refused.get(2)).contains("path");
  }

  @Test
  void noFileIsLostForItsName() {
    String part =
        """
        --b
        Content-Disposition: form-data; name="files"; filename=%s
        Content-Type: text/plain

        The boiler is descaled in May.
        """;
    String nameless =
        """
        --b
        Content-Disposition: form-data; name="files"
        Content-Type: text/plain

        The boiler is descaled in May.
        """;
    String body =
        part.formatted("\"..\\..\\boot.ini\"")
            + part.formatted("\"a\\\"")
            + nameless
            + part.formatted("\"a\\\"b.txt\"")
            + "--b--\n";

    Answer drop =
        client.postBytes(
            "/v1/memory/collections/files/drop",
            "multipart/form-data; boundary=b",
            body.replace("\n", "\r\n").getBytes(UTF_8));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(201);
    assertThat(
            drop.body()
                .path("results")
                .valueStream()
                .map(
                    file ->
                        file.path("filename").asString()
                            + ": "
                            + file.path("error").asString("ok")))
        .containsExactly(
            "..\\..\\boot.ini: the name must not be a path",
            "a\\: the name must not be a path",
            ": the file has no name",
            "a\"b.txt: ok");
  }

  @Test
  void ofTwoFilesOfOneNameTheFirstIsTaken() {
    FilePart other = FilePart.text("fine.txt", "The boiler is descaled in June.");

    for (Map<String, String> road : List.of(ASYNC, Map.<String, String>of())) {
      Answer drop = client.drop("files", road, List.of(FINE, other, FINE));

      assertThat(drop.status()).as(drop.toString()).isIn(201, 202);
      assertThat(drop.body().path("failed").intValue()).isEqualTo(1);
      assertThat(drop.text()).contains("another file of this drop has this name");
    }
    assertThat(client.read("files", "when is the boiler descaled?"))
        .containsExactly("The boiler is descaled in May.");
  }

  @Test
  void aFileOfExactlyTheLimitIsTaken() {
    FilePart file = new FilePart("full.txt", "text/plain", filled(RunningApi.LARGEST_FILE));

    assertThat(client.drop("files", ASYNC, List.of(file)).body().path("queued").intValue())
        .isEqualTo(1);
  }

  private static byte[] filled(int size) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) 'a');
    return bytes;
  }

  @Test
  void withoutTheFlagFilesAreStoredWhileTheCallerWaits() {
    FilePart broken =
        new FilePart("broken.pdf", "application/pdf", "%PDF-1.4 no document".getBytes(UTF_8));

    Answer drop =
        client.drop(
            "people",
            Map.of("container_tag", "user-mira", "category", "manual", "importance", "0.8"),
            List.of(FINE, broken));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(201);
    assertThat(drop.body().path("stored").intValue()).isEqualTo(1);
    assertThat(drop.body().path("failed").intValue()).isEqualTo(1);
    JsonNode stored = drop.body().path("results").path(0);
    assertThat(stored.propertyNames())
        .containsExactly("filename", "status", "memories", "ids", "preview", "error");
    assertThat(stored.path("status").asString()).isEqualTo("ok");
    assertThat(stored.path("memories").intValue()).isEqualTo(2);
    assertThat(stored.path("preview").asString()).contains("descaled in May");
    assertThat(stored.path("error").isNull()).isTrue();
    JsonNode failed = drop.body().path("results").path(1);
    assertThat(failed.path("status").asString()).isEqualTo("failed");
    assertThat(failed.path("error").asString()).isNotBlank();
    assertThat(client.read("people", "when is the boiler descaled?"))
        .containsExactly("The boiler is descaled in May.");
  }

  @ParameterizedTest
  @CsvSource({
    "async_ingest, perhaps",
    "importance, 1.5",
    "importance, NaN",
    "importance, high",
    "container_tag, " + LONG_TEXT
  })
  void aWrongFieldIsNamed(String field, String value) {
    Answer answer = client.drop("files", Map.of(field, value), List.of(FINE));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("detail").path(0).path("loc").toString())
        .isEqualTo("[\"body\",\"" + field + "\"]");
  }

  private static final String LONG_TEXT =
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
          + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

  @Test
  void aFormWithoutFilesIsRefused() {
    Answer nothing = client.drop("files", ASYNC, List.of());
    Answer json = client.post("/v1/memory/collections/files/drop", Map.of());
    Answer noBoundary =
        client.postBytes(
            "/v1/memory/collections/files/drop", "multipart/form-data", "x".getBytes(UTF_8));
    Answer cut =
        client.postBytes(
            "/v1/memory/collections/files/drop",
            "multipart/form-data; boundary=b",
            "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\nx"
                .getBytes(UTF_8));

    for (Answer answer : List.of(nothing, json, noBoundary, cut)) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
      assertThat(answer.body().path("detail").isArray()).isTrue();
    }
    assertThat(nothing.text()).contains("\"files\"").contains("missing");
  }

  @Test
  void tooManyFilesAreRefusedTogether() {
    List<FilePart> files = new ArrayList<>(Collections.nCopies(RunningApi.MOST_FILES + 1, FINE));

    assertThat(client.drop("files", ASYNC, files).status()).isEqualTo(422);
    files.remove(0);
    assertThat(client.drop("files", ASYNC, files).status()).isEqualTo(202);
    assertThat(client.drop("files", ASYNC, Collections.nCopies(500, FINE)).status()).isIn(413, 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "%0A", "x%7Fy"})
  void aNameThatCannotBeACollectionIsRefused(String name) {
    Answer answer = client.drop(name, ASYNC, List.of(FINE));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("detail").path(0).path("loc").toString())
        .isEqualTo("[\"path\",\"collection\"]");
  }

  @Test
  void aCollectionMayBearAlmostAnyName() {
    String name = "project:acme old;client ü %2F 100%";
    String escaped = "project%3Aacme%20old%3Bclient%20%C3%BC%20%252F%20100%25";

    Answer drop = client.drop(escaped, Map.of(), List.of(FINE));

    assertThat(drop.status()).as(drop.toString()).isEqualTo(201);
    assertThat(client.read(name, "boiler descaled")).hasSize(1);
    assertThat(client.drop("c".repeat(128), ASYNC, List.of(FINE)).status()).isEqualTo(202);
    assertThat(client.drop("c".repeat(129), ASYNC, List.of(FINE)).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "5a0f2f1e-8a6b-4c0d-9d0e-1f2a3b4c5d6e", "%00x"})
  void anUnknownBatchIs404(String batch) {
    int status = client.get("/v1/memory/ingest/batch/" + batch).status();

    // A NUL is refused by the container already.
    assertThat(status).isEqualTo(batch.startsWith("%00") ? 400 : 404);
  }

  @Test
  void uploadsGiveTheirMemoryBack() {
    MemoryBudget budget = API.server().context().getBean("uploadBudget", MemoryBudget.class);
    int before = budget.freeKilobytes();

    client.drop("files", ASYNC, List.of(FINE));
    client.drop("files", Map.of("importance", "wrong"), List.of(FINE));
    client.drop("a%2Fb", ASYNC, List.of(FINE));

    // It is given back just after the answer has left.
    await().untilAsserted(() -> assertThat(budget.freeKilobytes()).isEqualTo(before));
  }
}
