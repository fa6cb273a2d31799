package io.hypnos.engine.llm;

import io.hypnos.settings.LlmSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** To the endpoint of the operator, wherever that is. */
final class DirectTransport implements ChatTransport {
  private final long mostBytes;
  private final HttpClient http;

  DirectTransport(LlmSettings settings) {
    this.mostBytes = settings.maxAnswerSize().bytes();
    // A redirect is not followed: it could carry the key elsewhere.
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Reply post(LlmEndpoint endpoint, byte[] body, Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.chatCompletions())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    endpoint.apiKey().ifPresent(key -> request.header("Authorization", "Bearer " + key.reveal()));
    CompletableFuture<HttpResponse<Optional<byte[]>>> exchange =
        http.sendAsync(request.build(), info -> new BoundedBody(mostBytes));
    try {
      // Not the timeout of the request: that one ends with the headers, and a body may drip.
      HttpResponse<Optional<byte[]>> response =
          exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return new Answered(
          response.statusCode(), response.headers().firstValue("Retry-After"), response.body());
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return new Late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return new Unreachable();
      }
      throw new IllegalStateException("the HTTP client failed", e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new Late();
    }
  }
}
