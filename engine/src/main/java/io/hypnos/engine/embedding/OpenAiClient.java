package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.RemoteFailure.Kind;
import io.hypnos.engine.resilience.RetryAfter;
import io.hypnos.settings.OpenAiEmbeddingSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One request to an endpoint that speaks OpenAI's /embeddings. */
final class OpenAiClient {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int BYTES_OF_A_NUMBER = 40;
  private static final int BYTES_BESIDE_NUMBERS = 256 * 1024;

  private final OpenAiEmbeddingSettings settings;
  private final URI endpoint;
  private final HttpClient http;
  private final Clock clock;

  OpenAiClient(OpenAiEmbeddingSettings settings, Clock clock) {
    this.settings = settings;
    this.endpoint =
        URI.create(settings.baseUrl().toString().replaceFirst("/+$", "") + "/embeddings");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .build();
    this.clock = clock;
  }

  /**
   * A unit vector for each text.
   *
   * @throws RemoteFailure when there is none
   * @throws CancellationException when the thread is interrupted
   */
  List<float[]> embed(List<String> texts, Duration timeout) {
    HttpResponse<byte[]> response = send(request(texts), texts.size(), timeout);
    if (response.statusCode() != 200) {
      throw refusal(response);
    }
    return new OpenAiAnswer(texts.size(), settings.dimensions()).vectors(response.body());
  }

  private HttpRequest request(List<String> texts) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", settings.model());
    body.put("input", texts);
    body.put("encoding_format", "float");
    if (settings.requestDimensions()) {
      body.put("dimensions", settings.dimensions());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    String key = settings.apiKey().reveal();
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.build();
  }

  /** The timeout is over the whole exchange; the one of the HTTP client ends with the headers. */
  private HttpResponse<byte[]> send(HttpRequest request, int texts, Duration timeout) {
    int most =
        (int)
            Math.min(
                Integer.MAX_VALUE - 8,
                BYTES_BESIDE_NUMBERS + (long) texts * settings.dimensions() * BYTES_OF_A_NUMBER);
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, answer -> new BoundedBody(most));
    try {
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new RemoteFailure(
          Kind.DOWN,
          "the embedding service did not answer within %d ms".formatted(timeout.toMillis()),
          e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      throw noAnswer(e.getCause());
    }
  }

  private static RemoteFailure noAnswer(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof BoundedBody.TooLarge) {
        return new RemoteFailure(
            Kind.BAD_ANSWER,
            "the embedding service gave an answer of no use: it is too large",
            cause);
      }
    }
    if (cause instanceof IOException) {
      return new RemoteFailure(Kind.DOWN, "the embedding service cannot be reached", cause);
    }
    return new RemoteFailure(Kind.MISCONFIGURED, "the embedding service cannot be asked", cause);
  }

  private RemoteFailure refusal(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    Optional<String> reason = errorCode(response.body());
    String shown = "HTTP " + status + reason.map(code -> ", " + code).orElse("");
    Optional<Duration> retryAfter =
        RetryAfter.parse(response.headers().firstValue("Retry-After"), clock);
    if (status == 429 && reason.filter("insufficient_quota"::equals).isPresent()) {
      return failure(Kind.QUOTA_USED_UP, "its quota is used up", shown, Optional.empty());
    }
    return switch (status) {
      case 429 -> failure(Kind.BUSY, "it has too many requests", shown, retryAfter);
      case 400, 413, 422 -> failure(Kind.TEXT_REFUSED, "it takes no such text", shown, retryAfter);
      case 401, 403 -> failure(Kind.MISCONFIGURED, "it refuses the key", shown, retryAfter);
      case 404 -> failure(Kind.MISCONFIGURED, "it has no such model or path", shown, retryAfter);
      case 408 -> failure(Kind.DOWN, "it is not available", shown, retryAfter);
      default ->
          status >= 500
              ? failure(Kind.DOWN, "it is not available", shown, retryAfter)
              : failure(Kind.MISCONFIGURED, "it answered unexpectedly", shown, retryAfter);
    };
  }

  private static RemoteFailure failure(
      Kind kind, String reason, String shown, Optional<Duration> retryAfter) {
    return new RemoteFailure(
        kind, "the embedding service failed: %s (%s)".formatted(reason, shown), retryAfter, null);
  }

  /** Only a code is taken over: messages may quote the key or the text. */
  private static Optional<String> errorCode(byte[] body) {
    try {
      JsonNode error = JSON.readTree(body).path("error");
      return Optional.of(error.path("code").asString(""))
          .filter(code -> code.matches("[a-z_]{1,40}"))
          .or(
              () ->
                  Optional.of(error.path("type").asString(""))
                      .filter(type -> type.matches("[a-z_]{1,40}")));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
