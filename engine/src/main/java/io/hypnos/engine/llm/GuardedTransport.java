package io.hypnos.engine.llm;

import io.hypnos.engine.outgoing.OutgoingHttp;
import io.hypnos.engine.outgoing.OutgoingRequest;
import io.hypnos.engine.outgoing.OutgoingResult;
import io.hypnos.settings.LlmSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** To an endpoint that a tenant named: only to addresses that were checked for this call. */
final class GuardedTransport implements ChatTransport {
  private final OutgoingHttp http;
  private final int mostBytes;

  GuardedTransport(OutgoingHttp http, LlmSettings settings) {
    this.http = http;
    this.mostBytes = Math.toIntExact(settings.maxAnswerSize().bytes());
  }

  @Override
  public Reply post(LlmEndpoint endpoint, byte[] body, Duration patience) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json");
    endpoint.apiKey().ifPresent(key -> headers.put("Authorization", "Bearer " + key.reveal()));
    long start = System.nanoTime();
    OutgoingResult result =
        http.send(
            new OutgoingRequest(
                "POST",
                endpoint.chatCompletions().toString(),
                headers,
                body,
                patience,
                mostBytes + 1));
    if (result instanceof OutgoingResult.Answered answered) {
      return new Answered(
          answered.status(),
          Optional.ofNullable(answered.headers().get("retry-after")),
          Optional.of(answered.body()).filter(bytes -> bytes.length <= mostBytes));
    }
    return System.nanoTime() - start >= patience.toNanos() ? new Late() : new Unreachable();
  }
}
