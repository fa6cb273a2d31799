package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cheap embedding endpoint that can be ill, and refuses texts that say POISON. */
final class Endpoint implements AutoCloseable {
  static final int DIMENSIONS = 8;
  static final String MODEL = "cheap";
  private static final long SLOW_SECONDS = 3;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Illness illness = Illness.NONE;

  /** What it does instead of its work. */
  enum Illness {
    NONE,
    FAILS,
    IS_SLOW,
    WRONG_DIMENSION
  }

  Endpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/v1/embeddings", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  void become(Illness other) {
    illness = other;
  }

  /** How many requests have come. */
  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    List<String> texts = new ArrayList<>();
    request.path("input").forEach(text -> texts.add(text.asString()));
    switch (illness) {
      case FAILS -> send(exchange, 500, "{\"error\":{\"message\":\"broken\"}}");
      case IS_SLOW -> {
        pause();
        send(exchange, 200, vectors(texts, DIMENSIONS));
      }
      case WRONG_DIMENSION -> send(exchange, 200, vectors(texts, DIMENSIONS + 1));
      case NONE -> {
        if (texts.stream().anyMatch(text -> text.contains("POISON"))) {
          send(exchange, 400, "{\"error\":{\"message\":\"'$.input' is invalid\"}}");
        } else {
          send(exchange, 200, vectors(texts, DIMENSIONS));
        }
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(SLOW_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String vectors(List<String> texts, int dimensions) {
    StringBuilder json = new StringBuilder("{\"object\":\"list\",\"model\":\"cheap\",\"data\":[");
    for (int i = 0; i < texts.size(); i++) {
      Random numbers = new Random(texts.get(i).hashCode());
      json.append(i == 0 ? "" : ",")
          .append("{\"object\":\"embedding\",\"index\":")
          .append(i)
          .append(",\"embedding\":[");
      for (int j = 0; j < dimensions; j++) {
        json.append(j == 0 ? "" : ",").append(numbers.nextFloat() - 0.5f);
      }
      json.append("]}");
    }
    return json.append("]}").toString();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
