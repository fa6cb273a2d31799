package io.hypnos.local.opensearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.local.part.FreePort;
import io.hypnos.local.part.PartProcess;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSearchNodeIT {
  private static final Path RUNTIME = Path.of("target", "runtime").toAbsolutePath();

  @TempDir static Path directory;
  private static PartProcess node;
  private static SearchClient client;
  private static Path settings;

  @BeforeAll
  static void start() throws IOException {
    int port = FreePort.pick();
    settings = settings(directory.resolve("data"), port);
    client = new SearchClient("http://127.0.0.1:" + port);
    node = start(settings).awaitReady();
  }

  @AfterAll
  static void stop() {
    try (PartProcess last = node) {
      assertThat(last.stop()).isZero();
    }
  }

  @Test
  void wordsAndVectorsAreSearchedTogetherInsideTheFilter() throws IOException {
    MemoryIndex index = index("hybrid");

    SearchClient.Answer answer = index.search(hybridQuery());

    // "drinks" meets "drinking" through the English analyzer; the private space stays hidden.
    assertThat(answer.body())
        .isEqualTo("{\"hits\":{\"hits\":[{\"_id\":\"coffee\"},{\"_id\":\"train\"}]}}");
  }

  @Test
  void severalSearchesTravelInOneRequest() throws IOException {
    index("several");

    SearchClient.Answer answer =
        client.post(
            "/_msearch?filter_path=responses.hits.total.value",
            """
            {"index": "several-1", "routing": "acme"}
            {"query": {"match": {"text": "coffee"}}}
            {"index": "several-1", "routing": "acme"}
            {"query": {"term": {"tokens": "train"}}}
            """);

    assertThat(answer.body())
        .isEqualTo(
            "{\"responses\":[{\"hits\":{\"total\":{\"value\":2}}},"
                + "{\"hits\":{\"total\":{\"value\":1}}}]}");
  }

  @Test
  void anOlderVersionLosesAndTheSameVersionMayRepeat() throws IOException {
    MemoryIndex index = index("versions");
    assertThat(index.put("coffee", 7, "newer", "home", 0).status()).isEqualTo(200);

    assertThat(index.put("coffee", 7, "newer", "home", 0).status()).isEqualTo(200);
    assertThat(index.put("coffee", 6, "older", "home", 0).status()).isEqualTo(409);
  }

  @Test
  void documentsAreDeletedByQueryAndScoredByScript() throws IOException {
    MemoryIndex index = index("scripts");

    SearchClient.Answer deleted =
        index.post(
            "_delete_by_query?refresh=true&filter_path=deleted",
            "{\"query\": {\"term\": {\"space\": \"private\"}}}");
    SearchClient.Answer scored =
        index.search(
            """
            {"query": {"script_score": {"query": {"match_all": {}},
              "script": {"source": "doc['space'].value == 'work' ? 2 : 1"}}}}
            """);

    assertThat(deleted.body()).isEqualTo("{\"deleted\":1}");
    assertThat(scored.body())
        .isEqualTo("{\"hits\":{\"hits\":[{\"_id\":\"train\"},{\"_id\":\"coffee\"}]}}");
  }

  @Test
  void anIndexIsNeverCreatedByAccident() {
    assertThat(client.put("/unknown/_doc/1", "{\"a\": 1}").status()).isEqualTo(404);
  }

  @Test
  void theIndexSurvivesAKill() throws IOException {
    MemoryIndex index = index("survivor");

    node.kill();
    node = start(settings).awaitReady();

    assertThat(index.search(hybridQuery()).body()).contains("coffee", "train");
  }

  @Test
  void aTakenPortIsOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        PartProcess refused =
            start(settings(directory.resolve("other-data"), taken.getLocalPort()))) {
      assertThat(refused.awaitExit()).isEqualTo(1);
      assertThat(refused.output().lines())
          .singleElement()
          .asString()
          .startsWith("OpenSearch cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void anUnusableDataDirectoryIsOneSentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    try (PartProcess refused = start(settings(file, FreePort.pick()))) {
      assertThat(refused.awaitExit()).isEqualTo(1);
      assertThat(refused.output().lines())
          .singleElement()
          .asString()
          .startsWith("OpenSearch cannot write to " + file.resolve("opensearch"));
    }
  }

  @Test
  void aMissingRuntimeFolderIsOneSentence() throws IOException {
    Path empty = Files.createDirectory(directory.resolve("empty"));
    try (PartProcess refused = start(settings(directory.resolve("a"), FreePort.pick()), empty)) {
      assertThat(refused.awaitExit()).isEqualTo(1);
      assertThat(refused.output().lines())
          .singleElement()
          .asString()
          .startsWith("OpenSearch finds no modules in " + empty);
    }
  }

  private static MemoryIndex index(String name) throws IOException {
    MemoryIndex index = new MemoryIndex(client, name);
    index.create();
    return index;
  }

  private static String hybridQuery() {
    String filter =
        """
        [{"term": {"tenant": "acme"}}, {"terms": {"space": ["home", "work"]}}]\
        """;
    return """
    {"query": {"bool": {
      "filter": %s,
      "should": [
        {"match": {"text": "who drinks coffee"}},
        {"knn": {"embedding": {"vector": %s, "k": 10, "filter": {"bool": {"filter": %s}}}}}]}}}
    """
        .formatted(filter, MemoryIndex.vector(0), filter);
  }

  private static Path settings(Path data, int port) throws IOException {
    Path file = Files.createTempFile(directory, "effective", ".yml");
    SettingsFile.write(
        Settings.of(
            Map.of("data", data.toString(), "search.url", "http://127.0.0.1:" + port), Map.of()),
        file);
    return file;
  }

  private static PartProcess start(Path settings) throws IOException {
    return start(settings, RUNTIME);
  }

  private static PartProcess start(Path settings, Path home) throws IOException {
    return PartProcess.start(
        RUNTIME,
        List.of(
            "-Xms256m",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dhypnos.runtime=" + home),
        List.of(OpenSearchNode.class.getName()),
        settings,
        Files.createTempFile(directory, "output", ".log"));
  }
}
