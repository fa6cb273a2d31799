package io.hypnos.engine.llm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An OpenAI-compatible endpoint that follows a script: one entry a question, the last one for ever.
 * Like the real ones it refuses a wrong key and a question without messages.
 */
public final class FakeChatServer implements AutoCloseable {
  public static final String KEY = "sk-test";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Reply> script = new ArrayDeque<>();
  private final List<JsonNode> questions = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What to do with one question. */
  public record Reply(int status, Map<String, String> headers, byte[] body, boolean hangs) {}

  public FakeChatServer(Reply... replies) {
    script.addAll(Arrays.asList(replies));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen", e);
    }
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::handle);
    server.start();
  }

  public static Reply ok(String content) {
    ObjectNode root = MAPPER.createObjectNode();
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", content);
    root.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 20);
    return new Reply(200, Map.of(), MAPPER.writeValueAsBytes(root), false);
  }

  public static Reply raw(String body) {
    return new Reply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), false);
  }

  public static Reply status(int status) {
    return new Reply(status, Map.of(), "{\"error\":{}}".getBytes(StandardCharsets.UTF_8), false);
  }

  public static Reply tooMany(String retryAfter) {
    return new Reply(429, Map.of("Retry-After", retryAfter), new byte[0], false);
  }

  public static Reply redirect(String location) {
    return new Reply(302, Map.of("Location", location), new byte[0], false);
  }

  public static Reply hang() {
    return new Reply(0, Map.of(), new byte[0], true);
  }

  /** Sends headers and half of an answer, then nothing more. */
  public static Reply drip(String start) {
    return new Reply(200, Map.of(), start.getBytes(StandardCharsets.UTF_8), true);
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  public synchronized List<JsonNode> questions() {
    return List.copyOf(questions);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode question = MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      Reply reply = next(question);
      boolean authorized =
          ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      if (!authorized) {
        reply = status(401);
      } else if (question.path("messages").isEmpty() || !question.path("model").isString()) {
        reply = status(400);
      }
      send(exchange, reply);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
    if (reply.hangs() && reply.status() == 0) {
      closing.await();
      return;
    }
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), reply.hangs() ? 0 : length(reply));
    exchange.getResponseBody().write(reply.body());
    exchange.getResponseBody().flush();
    if (reply.hangs()) {
      closing.await();
    }
  }

  private static long length(Reply reply) {
    return reply.body().length == 0 ? -1 : reply.body().length;
  }

  private synchronized Reply next(JsonNode question) {
    questions.add(question);
    return script.size() > 1 ? script.poll() : script.peek();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
