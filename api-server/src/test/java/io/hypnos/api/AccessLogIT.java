package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import io.hypnos.api.ApiClient.FilePart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the log says of a request is enough to find it and tells nothing about anybody. */
final class AccessLogIT {
  private static final JsonMapper JSON = JsonMapper.shared();

  @RegisterExtension static final RunningApi API = new RunningApi();

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Lines lines = new Lines();
  private RunningApi.NewTenant tenant;

  @BeforeEach
  void listen() {
    tenant = API.tenant("unlimited");
    lines.encoder = encoder();
    lines.setContext(root.getLoggerContext());
    lines.start();
    root.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(lines);
  }

  @Test
  void aLineNamesRouteStatusTenantAndRequest() {
    tenant
        .client()
        .call("GET", "/v1/memory/ingest/batch/of-mira-lindqvist", Map.of("X-Request-Id", "r-1"));

    // A line is written when its answer has left already.
    await().until(() -> !requests().isEmpty());
    JsonNode line = requests().get(0);
    assertThat(values(line))
        .containsEntry("dialect", "rememberos")
        .containsEntry("method", "GET")
        .containsEntry("route", "/v1/memory/ingest/batch/{batchId}")
        .containsEntry("status", "404")
        .containsKey("ms");
    assertThat(line.path("mdc").path("tenant").asString()).isEqualTo(tenant.id());
    assertThat(line.path("mdc").path("requestId").asString()).isEqualTo("r-1");
  }

  @Test
  void noLineHoldsAKeyATextOrAPath() {
    ApiClient client = tenant.client();
    client.write("space-of-mira", "mira is allergic to penicillin");
    client.read("space-of-mira", "what is mira allergic to?");
    client.postText("/api/v1/memory/write", "{\"content\": \"mira broken json");
    client.post("/api/v1/memory/write", Map.of("content", 5, "mira-field", "mira-value"));
    client.drop("mira-files", Map.of(), List.of(FilePart.text("mira.txt", "mira's letter")));
    client.drop("mira%2Ffiles", Map.of("importance", "mira"), List.of());
    client.get("/v1/memory/ingest/batch/mira");
    client.get("/v1/users/mira/streams/unknown?token=mira");
    client.get("/nothing/of/mira?query=mira");
    client.get("/v1/memory/mira%00");
    client.call("DELETE", "/api/v1/memory/write", Map.of("Cookie", "session=mira"));
    API.operator().get("/admin/tenants/mira");
    API.operator().delete("/admin/tenants/" + tenant.id() + "/keys/mira");
    client.withKey("mk_live_mira0000000000000000000000000000").get("/v1/memory/ingest/batch/x");
    client.call("GET", "/health", Map.of("X-Request-Id", "mira\t\"quoted\""));

    await().until(() -> requests().size() >= 13);
    assertThat(lines.written)
        .noneMatch(line -> line.contains("mira"))
        .noneMatch(line -> line.contains(client.key()))
        .noneMatch(line -> line.contains(RunningApi.ROOT_KEY));
  }

  private List<JsonNode> requests() {
    return lines.written.stream()
        .<JsonNode>map(JSON::readTree)
        .filter(line -> line.path("formattedMessage").asString().equals("request"))
        .toList();
  }

  private static Map<String, String> values(JsonNode line) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode pair : line.path("kvpList")) {
      pair.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asString()));
    }
    return values;
  }

  /** The encoder of the product's own log. */
  private JsonEncoder encoder() {
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) root.getAppender("stdout");
    return (JsonEncoder) appender.getEncoder();
  }

  /** Keeps what would be written. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    private JsonEncoder encoder;

    @Override
    protected void append(ILoggingEvent event) {
      written.add(new String(encoder.encode(event), UTF_8));
    }
  }
}
