package io.hypnos.engine.llm;

import io.hypnos.engine.llm.ChatResult.Reason;
import io.hypnos.engine.llm.ChatResult.Unanswered;
import io.hypnos.engine.resilience.RetryAfter;
import io.hypnos.settings.LlmSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** One attempt at one question over HTTP, with a bound in time and size. */
final class ChatConnection {
  private static final int TOO_MANY = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final LlmEndpoint endpoint;
  private final ChatWire wire;
  private final ChatTransport transport;
  private final Clock clock;

  ChatConnection(LlmEndpoint endpoint, LlmSettings settings, ChatTransport transport, Clock clock) {
    this.endpoint = endpoint;
    this.wire = new ChatWire(endpoint.model(), settings);
    this.transport = transport;
    this.clock = clock;
  }

  Attempt ask(ChatRequest request, int maxTokens, Duration patience) {
    ChatTransport.Reply reply = transport.post(endpoint, wire.body(request, maxTokens), patience);
    if (reply instanceof ChatTransport.Answered answered) {
      return read(answered, request, new TokenUsage(request.estimatedPromptTokens(), maxTokens));
    }
    return reply instanceof ChatTransport.Late
        ? Attempt.of(
            new Unanswered(Reason.TIMEOUT, new TokenUsage(request.estimatedPromptTokens(), 0)))
        : Attempt.of(new Unanswered(Reason.UNREACHABLE, TokenUsage.NONE));
  }

  private Attempt read(ChatTransport.Answered response, ChatRequest request, TokenUsage assumed) {
    int status = response.status();
    if (status == TOO_MANY || status == REQUEST_TIMEOUT || status >= 500) {
      Reason reason = status == TOO_MANY ? Reason.RATE_LIMITED : Reason.SERVER_ERROR;
      Optional<Duration> pause = RetryAfter.parse(response.retryAfter(), clock);
      return new Attempt(new Unanswered(reason, TokenUsage.NONE), pause);
    } else if (status < 200 || status >= 300) {
      return Attempt.of(new Unanswered(Reason.REJECTED, TokenUsage.NONE));
    } else if (response.body().isEmpty()) {
      return Attempt.of(new Unanswered(Reason.TOO_LONG, assumed));
    }
    return Attempt.of(wire.read(response.body().get(), request, assumed));
  }
}
