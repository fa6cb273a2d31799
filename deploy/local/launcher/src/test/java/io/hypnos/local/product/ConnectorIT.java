package io.hypnos.local.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hypnos.local.product.Client.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection to a provider on this machine, through the running product. */
final class ConnectorIT {
  @RegisterExtension static final Product PRODUCT = new Product();

  private static final String ALL = "/v1/memory/connections";
  private static final int PAGE = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Client client = PRODUCT.client(Product.ROOT_KEY);
  private final String collection = "contacts-" + UUID.randomUUID();
  private final TreeMap<Integer, String> contacts = new TreeMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer hubspot;
  private volatile CountDownLatch stuck = new CountDownLatch(0);
  private volatile int stuckAt = Integer.MAX_VALUE;

  @BeforeEach
  void startProvider() throws IOException {
    hubspot = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    hubspot.setExecutor(threads);
    hubspot.createContext("/", this::answer);
    hubspot.start();
  }

  @AfterEach
  void stopProvider() {
    stuck.countDown();
    hubspot.stop(0);
    threads.shutdownNow();
  }

  /** Contacts in the order of their ids, a page at a time. */
  private void answer(HttpExchange exchange) throws IOException {
    JsonNode asked = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    String query = String.valueOf(exchange.getRequestURI().getRawQuery());
    int after = after(asked, query);
    if (after >= stuckAt) {
      try {
        stuck.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    List<Map<String, Object>> results = new ArrayList<>();
    if (!query.contains("archived=true")) {
      contacts.tailMap(after, false).entrySet().stream()
          .limit(PAGE)
          .forEach(each -> results.add(contact(each.getKey(), each.getValue())));
    }
    Map<String, Object> body = new HashMap<>(Map.of("total", results.size(), "results", results));
    if (results.size() == PAGE) {
      Object last = results.get(PAGE - 1).get("id");
      body.put("paging", Map.of("next", Map.of("after", last)));
    }
    byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static int after(JsonNode asked, String query) {
    int at = query.indexOf("after=");
    if (at >= 0) {
      return Integer.parseInt(query.substring(at + 6).replaceAll("[^0-9].*", ""));
    }
    return asked.path("after").asInt(0);
  }

  private static Map<String, Object> contact(int id, String company) {
    return Map.of(
        "id",
        String.valueOf(id),
        "createdAt",
        "2026-01-01T00:00:00Z",
        "properties",
        Map.of(
            "firstname",
            "Person" + id,
            "company",
            company,
            "lastmodifieddate",
            "2026-01-02T00:00:00Z",
            "hs_object_id",
            String.valueOf(id)),
        "archived",
        false);
  }

  private String connect(Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put("base_url", "http://127.0.0.1:" + hubspot.getAddress().getPort());
    Answer made =
        client.post(
            ALL,
            Map.of(
                "provider",
                "hubspot",
                "collection",
                collection,
                "container_tag",
                "crm",
                "config",
                config,
                "credentials",
                Map.of("token", "pat-secret-of-the-test")));
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return ALL + "/" + made.body().path("id").asString();
  }

  private List<JsonNode> memories() {
    List<JsonNode> all = new ArrayList<>();
    String path = "/v1/memory/collections/" + collection + "/memories?limit=200";
    JsonNode body = client.get(path).body();
    (body.isArray() ? body : body.path("memories")).valueStream().forEach(all::add);
    return all;
  }

  private Set<String> remembered() {
    Set<String> ids = new HashSet<>();
    memories().forEach(each -> ids.add(each.path("metadata").path("external_id").asString()));
    return ids;
  }

  private Set<String> expected() {
    Set<String> ids = new HashSet<>();
    contacts.keySet().forEach(id -> ids.add(String.valueOf(id)));
    return ids;
  }

  @Test
  void recordsArriveAsMemoriesChangeWithTheirSourceAndGoWithAPurge() {
    for (int i = 101; i < 106; i++) {
      contacts.put(i, "Company " + i);
    }
    String one = connect(Map.of());

    assertThat(client.post(one + "/sync", Map.of()).body().path("synced").asInt()).isEqualTo(5);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(remembered()).isEqualTo(expected()));
    JsonNode first =
        memories().stream()
            .filter(each -> each.path("metadata").path("external_id").asString().equals("103"))
            .findFirst()
            .orElseThrow();
    assertThat(first.path("text").asString()).contains("Company 103");
    assertThat(first.path("container_tag").asString()).isEqualTo("crm");
    assertThat(first.path("source").asString()).isEqualTo("connector:hubspot");
    assertThat(first.path("metadata").path("provider").asString()).isEqualTo("hubspot");
    assertThat(one).endsWith(first.path("metadata").path("connection_id").asString());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(client.read(collection, "Person103")).anyMatch(x -> x.contains("103")));

    assertThat(client.post(one + "/sync", Map.of()).body().path("synced").asInt()).isZero();

    // On its way to the job or stored: both go.
    contacts.put(106, "Company 106");
    client.post(one + "/sync", Map.of("full", true));
    assertThat(client.delete(one + "?purge=true").status()).isEqualTo(200);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(memories()).isEmpty());
    assertThat(client.get(one).status()).isEqualTo(404);
  }

  @Test
  void aServerThatIsKilledInTheMiddleOfASyncGoesOnAndNothingIsLostOrTwice() throws Exception {
    for (int i = 101; i < 181; i++) {
      contacts.put(i, "Company " + i);
    }
    String one = connect(Map.of());
    stuck = new CountDownLatch(1);
    stuckAt = 141;
    threads.execute(() -> syncUnlessKilled(one));
    await().atMost(PATIENCE).until(() -> client.get(one).body().path("synced_total").asInt() >= 40);
    OptionalLong before = PRODUCT.pid("api-server");

    Product.signal("KILL", before.orElseThrow());

    await()
        .atMost(Product.RECOVERY)
        .until(
            () ->
                PRODUCT.pid("api-server").isPresent() && !PRODUCT.pid("api-server").equals(before));
    PRODUCT.awaitReady();
    stuckAt = Integer.MAX_VALUE;
    stuck.countDown();
    // The clock takes it when the lease of the killed run has ended.
    await()
        .atMost(Duration.ofMinutes(6))
        .untilAsserted(() -> assertThat(remembered()).isEqualTo(expected()));
    assertThat(memories()).hasSize(80);
    assertThat(client.get(one).body().path("synced_total").asInt()).isEqualTo(80);
    assertThat(new String(client.get(one + "/runs").body().toString().getBytes(UTF_8), UTF_8))
        .contains("\"trigger\":\"schedule\"");
  }

  private void syncUnlessKilled(String one) {
    try {
      client.post(one + "/sync", Map.of());
    } catch (RuntimeException e) {
      assertThat(e).hasMessageNotContaining("secret");
    }
  }
}
