package io.hypnos.engine.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that is told things: path {@code /<status>} answers with it, {@code /hang} never. */
final class Receiver implements AutoCloseable {
  final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  /** One request as it came. */
  record Received(String path, Map<String, String> headers, byte[] body) {
    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String url(String path) {
    return url("receiver.test", path);
  }

  String url(String host, String path) {
    return "http://%s:%d%s".formatted(host, server.getAddress().getPort(), path);
  }

  /** From now on the path is answered with this status. */
  void answer(String path, int status) {
    answers.put(path, status);
  }

  List<Received> at(String path) {
    return received.stream().filter(each -> each.path().equals(path)).toList();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    received.add(new Received(path, headers, exchange.getRequestBody().readAllBytes()));
    if (path.startsWith("/hang")) {
      hang();
    }
    int status = answers.getOrDefault(path, 200);
    byte[] body = ("é" + "x".repeat(5_000)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", url("/elsewhere"));
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void hang() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
