package io.hypnos.connectors.kit;

import io.hypnos.connectors.kit.FakeServer.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fake that is full of records. */
public final class HttpCrowd implements Crowd {
  /** What a request says of itself beside the way it goes. */
  private static final List<String> HEADERS =
      List.of("accept", "authorization", "content-type", "notion-version");

  private static final HttpClient BARE =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final FakeServer server;
  private final Map<String, Object> config;
  private final Map<String, String> credentials;

  /**
   * @param config beside the place of the fake
   */
  public HttpCrowd(FakeServer server, Map<String, Object> config, Map<String, String> credentials) {
    this.server = server;
    Map<String, Object> all = new HashMap<>(config);
    all.put("base_url", server.url());
    this.config = Map.copyOf(all);
    this.credentials = Map.copyOf(credentials);
  }

  @Override
  public Map<String, Object> config() {
    return config;
  }

  @Override
  public Map<String, String> credentials() {
    return credentials;
  }

  @Override
  public void rehearse() {
    server.keepAnswers();
  }

  @Override
  public void listen() {
    server.forgetCalls();
  }

  @Override
  public long asked() {
    return server.calls().size();
  }

  @Override
  public Runnable askAgain() {
    List<HttpRequest> requests = server.calls().stream().map(this::request).toList();
    return () -> requests.forEach(HttpCrowd::send);
  }

  private HttpRequest request(Call call) {
    String query =
        call.query().entrySet().stream()
            .map(
                each ->
                    each.getKey()
                        + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    String url = server.url() + call.path() + (query.isEmpty() ? "" : "?" + query);
    HttpRequest.BodyPublisher body =
        call.body().isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(call.body());
    String[] headers =
        HEADERS.stream()
            .filter(call.head()::containsKey)
            .flatMap(name -> Stream.of(name, call.head().get(name)))
            .toArray(String[]::new);
    return HttpRequest.newBuilder(URI.create(url))
        .headers(headers)
        .method(call.method(), body)
        .build();
  }

  private static void send(HttpRequest request) {
    try {
      HttpResponse<byte[]> answer = BARE.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(request + " was answered with " + answer.statusCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void takeNoNotes() {
    server.keepNoCalls();
  }

  @Override
  public void close() {
    server.close();
  }
}
