package io.hypnos.engine.embedding;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that speaks OpenAI's {@code POST /v1/embeddings} as its reference describes it: checks
 * the key, the model and the input, answers with an object of type list, with errors in the form
 * {@code {"error": {"message", "type", "param", "code"}}}. Its answers can be spoiled one by one.
 */
public final class FakeOpenAi implements AutoCloseable {
  public static final String KEY = "sk-fake-0123456789";
  public static final String MODEL = "fake-embedding-3";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int MOST_INPUTS = 2048;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int dimensions;
  private final Deque<Fault> faults = new ConcurrentLinkedDeque<>();
  private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What happens to one request instead of the proper answer. */
  @FunctionalInterface
  interface Fault {
    void answer(HttpExchange exchange, List<Map<String, Object>> data) throws IOException;
  }

  public FakeOpenAi(int dimensions) throws IOException {
    this.dimensions = dimensions;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/v1/embeddings", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** What makes an engine embed here. */
  public Map<String, String> settings() {
    return Map.of(
        "embedding.provider",
        "openai",
        "embedding.openai.base-url",
        baseUrl().toString(),
        "embedding.openai.api-key",
        KEY,
        "embedding.openai.model",
        MODEL,
        "embedding.openai.dimensions",
        String.valueOf(dimensions));
  }

  /** Spoils the next requests, one fault each, in this order. */
  void spoil(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** The inputs of each request so far. */
  List<List<String>> requests() {
    return List.copyOf(requests);
  }

  List<JsonNode> bodies() {
    return List.copyOf(bodies);
  }

  /** The direction that a text has on this server; of no special length. */
  static double[] vectorOf(String text, int dimensions) {
    return new Random(text.hashCode()).doubles(dimensions, -3, 3).toArray();
  }

  static Fault status(int status, Map<String, String> headers, String body) {
    return (exchange, data) -> {
      headers.forEach(exchange.getResponseHeaders()::set);
      send(exchange, status, body);
    };
  }

  static Fault error(int status, String code, String message) {
    return status(status, Map.of(), errorBody(code, message));
  }

  static Fault body(String body) {
    return status(200, Map.of(), body);
  }

  /** The proper answer after a change of its data. */
  static Fault changed(java.util.function.Consumer<List<Map<String, Object>>> change) {
    return (exchange, data) -> {
      change.accept(data);
      send(exchange, 200, list(data));
    };
  }

  static Fault hangUp() {
    return (exchange, data) -> exchange.close();
  }

  /** Never answers; with headers the answer begins, and its body never comes. */
  Fault silence(boolean headers) {
    return (exchange, data) -> {
      if (headers) {
        exchange.sendResponseHeaders(200, 1_000);
      }
      awaitClosing();
      exchange.close();
    };
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
    List<String> input = new ArrayList<>();
    request.path("input").forEach(text -> input.add(text.asString()));
    requests.add(input);
    bodies.add(request);
    Fault fault = faults.poll();
    List<Map<String, Object>> data = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("object", "embedding");
      entry.put("index", i);
      entry.put("embedding", vectorOf(input.get(i), dimensions));
      data.add(entry);
    }
    if (fault != null) {
      fault.answer(exchange, data);
    } else if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      send(exchange, 401, errorBody("invalid_api_key", "Incorrect API key provided: " + shown));
    } else if (!request.path("model").asString("").equals(MODEL)) {
      send(exchange, 404, errorBody("model_not_found", "The model does not exist"));
    } else if (input.isEmpty() || input.size() > MOST_INPUTS || input.contains("")) {
      send(exchange, 400, errorBody("", "'$.input' is invalid."));
    } else if (input.stream().anyMatch(text -> text.contains("POISON"))) {
      send(exchange, 400, errorBody("", "maximum context length, your text was " + input.get(0)));
    } else {
      send(exchange, 200, list(data));
    }
  }

  private static String list(List<Map<String, Object>> data) {
    return JSON.writeValueAsString(
        Map.of(
            "object",
            "list",
            "model",
            MODEL,
            "data",
            data,
            "usage",
            Map.of("prompt_tokens", 8, "total_tokens", 8)));
  }

  private static String errorBody(String code, String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("message", message);
    error.put("type", "invalid_request_error");
    error.put("param", null);
    error.put("code", code.isEmpty() ? null : code);
    return JSON.writeValueAsString(Map.of("error", error));
  }

  private static void send(HttpExchange exchange, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (OutputStream output = exchange.getResponseBody()) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      output.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
