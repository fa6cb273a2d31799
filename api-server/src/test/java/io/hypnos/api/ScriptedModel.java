package io.hypnos.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An endpoint that speaks OpenAI's chat completions and answers by what is asked for. */
final class ScriptedModel implements AutoCloseable {
  static final String KEY = "sk-scripted";

  private final HttpServer server;
  private final Map<String, String> answers;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<JsonNode> questions = new CopyOnWriteArrayList<>();

  /**
   * @param answers by the name of the wanted schema
   */
  ScriptedModel(Map<String, String> answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/chat/completions", this::handle);
    server.start();
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** The names of what was asked for, in order. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  /** All that was asked, as it came. */
  List<JsonNode> questions() {
    return List.copyOf(questions);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode question = ApiClient.JSON.readTree(exchange.getRequestBody().readAllBytes());
      String name = question.path("response_format").path("json_schema").path("name").asString();
      asked.add(name);
      questions.add(question);
      boolean known =
          ("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      String answer = answers.get(name);
      byte[] body = completion(answer == null ? "" : answer).getBytes(UTF_8);
      exchange.sendResponseHeaders(known ? (answer == null ? 500 : 200) : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String completion(String content) {
    ObjectNode root = ApiClient.JSON.createObjectNode();
    ObjectNode choice = root.putArray("choices").addObject();
    choice.put("finish_reason", "stop");
    choice.putObject("message").put("role", "assistant").put("content", content);
    root.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 20);
    return root.toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
