package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An index of an earlier version scores vectors in another way; searches show no difference. */
final class OlderIndexIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  @Test
  void similaritiesAreThoseOfANewOne() throws Exception {
    HypnosSettings older = Settings.with(STACK.settings(), Map.of("search.index", "older"));
    HypnosSettings newer = Settings.with(STACK.settings(), Map.of("search.index", "newer"));
    makeOlderIndex(older);

    Map<String, Double> before = similarities(older);
    Map<String, Double> now = similarities(newer);

    assertThat(now.keySet()).containsExactlyElementsOf(before.keySet());
    assertThat(now.get("The harbour of Bergen freezes in January")).isGreaterThan(0.4);
    now.forEach(
        (text, similarity) -> assertThat(similarity).isCloseTo(before.get(text), within(1e-5)));
  }

  @Test
  void scoresOfProductsAreTurnedBack() {
    assertThat(VectorScales.ofProduct(2)).isEqualTo(1);
    assertThat(VectorScales.ofProduct(1.25)).isEqualTo(0.25);
    assertThat(VectorScales.ofProduct(1)).isZero();
    assertThat(VectorScales.ofProduct(0.5)).isEqualTo(-1);
    assertThat(VectorScales.ofProduct(1 / 1.25)).isCloseTo(-0.25, within(1e-12));
  }

  private static Map<String, Double> similarities(HypnosSettings settings) {
    try (Engine engine = Engines.open(settings)) {
      engine.index().ensure();
      Caller caller = Engines.newTenant(engine);
      for (String text :
          List.of(
              "The harbour of Bergen freezes in January",
              "Ships wait for the ice to go",
              "The invoice of the baker is paid")) {
        engine.writer().write(caller, NewMemory.text("home", text, "api"), WritePolicy.KEEP_ALL);
      }
      Map<String, Double> similarities = new LinkedHashMap<>();
      for (Hit hit :
          engine
              .search()
              .search(
                  caller,
                  new SearchRequest("Is there ice in the harbour?", Optional.empty(), 10, 0))
              .hits()) {
        similarities.put(hit.memory().content(), hit.similarity());
      }
      return similarities;
    }
  }

  private static void makeOlderIndex(HypnosSettings settings) throws Exception {
    ObjectNode index = (ObjectNode) template(settings).path("template");
    index.putObject("aliases").putObject("older").put("is_write_index", true);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(settings.search().url() + "/older-000001"))
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(index)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static JsonNode template(HypnosSettings settings) throws IOException {
    try (InputStream stream =
        OlderIndexIT.class.getResourceAsStream("/opensearch/memory-template.json")) {
      return JSON.readTree(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .replace("\"${dimensions}\"", "384")
              .replace("${shards}", String.valueOf(settings.search().shards()))
              .replace("${replicas}", String.valueOf(settings.search().replicas()))
              .replace("innerproduct", "cosinesimil"));
    }
  }
}
