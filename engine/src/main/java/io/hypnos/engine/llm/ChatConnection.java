package io.hypnos.engine.llm;

import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.engine.resilience.RetryAfter;
import io.hypnos.settings.LlmSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One attempt at one question over HTTP, with a bound in time and size. */
final class ChatConnection {
  private static final int TOO_MANY = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final LlmEndpoint endpoint;
  private final ChatWire wire;
  private final long mostBytes;
  private final HttpClient http;
  private final Clock clock;

  ChatConnection(LlmEndpoint endpoint, LlmSettings settings, Clock clock) {
    this.endpoint = endpoint;
    this.wire = new ChatWire(endpoint.model(), settings);
    this.mostBytes = settings.maxAnswerSize().bytes();
    this.clock = clock;
    // A redirect is not followed: it could carry the key elsewhere.
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  Attempt ask(ChatRequest request, int maxTokens, Duration patience) {
    TokenUsage assumed = new TokenUsage(request.estimatedPromptTokens(), maxTokens);
    TokenUsage onlyAsked = new TokenUsage(request.estimatedPromptTokens(), 0);
    CompletableFuture<HttpResponse<Optional<byte[]>>> exchange =
        http.sendAsync(httpRequest(request, maxTokens), info -> new BoundedBody(mostBytes));
    try {
      // Not the timeout of the request: that one ends with the headers, and a body may drip.
      return read(exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS), request, assumed);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return Attempt.of(new Unanswered(Reason.TIMEOUT, onlyAsked));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return Attempt.of(new Unanswered(Reason.UNREACHABLE, TokenUsage.NONE));
      }
      throw new IllegalStateException("the HTTP client failed", e.getCause());
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return Attempt.of(new Unanswered(Reason.TIMEOUT, onlyAsked));
    }
  }

  private HttpRequest httpRequest(ChatRequest request, int maxTokens) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(endpoint.chatCompletions())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(wire.body(request, maxTokens)));
    endpoint.apiKey().ifPresent(key -> builder.header("Authorization", "Bearer " + key.reveal()));
    return builder.build();
  }

  private Attempt read(
      HttpResponse<Optional<byte[]>> response, ChatRequest request, TokenUsage assumed) {
    int status = response.statusCode();
    if (status == TOO_MANY || status == REQUEST_TIMEOUT || status >= 500) {
      Reason reason = status == TOO_MANY ? Reason.RATE_LIMITED : Reason.SERVER_ERROR;
      Optional<Duration> pause =
          RetryAfter.parse(response.headers().firstValue("Retry-After"), clock);
      return new Attempt(new Unanswered(reason, TokenUsage.NONE), pause);
    } else if (status < 200 || status >= 300) {
      return Attempt.of(new Unanswered(Reason.REJECTED, TokenUsage.NONE));
    } else if (response.body().isEmpty()) {
      return Attempt.of(new Unanswered(Reason.TOO_LONG, assumed));
    }
    return Attempt.of(wire.read(response.body().get(), request, assumed));
  }
}
