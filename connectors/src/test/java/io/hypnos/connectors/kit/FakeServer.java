package io.hypnos.connectors.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider on this machine: answers by a function, with faults before it as scripted. */
public final class FakeServer implements AutoCloseable {
  /** What was asked. */
  public record Call(
      String method,
      String path,
      Map<String, String> query,
      String body,
      Map<String, String> head) {
    public Map<String, String> form() {
      return pairs(body);
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }
  }

  /** What is answered. */
  public record Answer(int status, String body, Map<String, String> headers) {
    public static Answer ok(Object body) {
      return new Answer(200, JsonMapper.shared().writeValueAsString(body), Map.of());
    }

    public static Answer of(int status, Object body) {
      return new Answer(status, JsonMapper.shared().writeValueAsString(body), Map.of());
    }

    public Answer with(String name, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(name, value);
      return new Answer(status, body, all);
    }
  }

  /** What makes two calls ask the same. */
  private record Question(String method, String path, Map<String, String> query, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Function<Call, Answer> behaviour;
  private final Deque<Optional<Answer>> script = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private final Map<Question, Answer> answered = new HashMap<>();
  private Consumer<Call> before = call -> {};
  private boolean keepsCalls = true;
  private boolean keepsAnswers;

  public FakeServer(Function<Call, Answer> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The next call is answered so. */
  public synchronized void fail(Answer answer) {
    script.add(Optional.of(answer));
  }

  /** The call after those that are scripted is answered as usual. */
  public synchronized void pass() {
    script.add(Optional.empty());
  }

  /** What happens at the provider right before it answers. */
  public synchronized void before(Consumer<Call> happening) {
    before = happening;
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  public synchronized void forgetCalls() {
    calls.clear();
  }

  /** Calls are neither kept nor told any more: for as many as there is no room for. */
  public synchronized void keepNoCalls() {
    keepsCalls = false;
    calls.clear();
  }

  /** From now on what was asked once gets the same answer again, which costs no thought. */
  public synchronized void keepAnswers() {
    keepsAnswers = true;
  }

  private synchronized Answer answer(Call call) {
    if (keepsCalls) {
      calls.add(call);
    }
    before.accept(call);
    Optional<Answer> scripted = script.isEmpty() ? Optional.empty() : script.poll();
    return scripted.orElseGet(() -> usual(call));
  }

  private Answer usual(Call call) {
    if (!keepsAnswers) {
      return behaviour.apply(call);
    }
    Question question = new Question(call.method(), call.path(), call.query(), call.body());
    return answered.computeIfAbsent(question, none -> behaviour.apply(call));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> head = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> head.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    String query = exchange.getRequestURI().getRawQuery();
    Answer answer;
    try {
      answer =
          answer(
              new Call(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  pairs(query == null ? "" : query),
                  body,
                  head));
    } catch (RuntimeException e) {
      answer = Answer.of(500, Map.of("fake", e.toString()));
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      int at = pair.indexOf('=');
      if (at > 0) {
        pairs.put(
            pair.substring(0, at),
            URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return pairs;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
