package io.hypnos.engine.outgoing;

import java.time.Duration;
import java.util.Map;

/**
 * A call to a URL that a user set.
 *
 * @param timeout bound on the whole call, from the connection to the last byte of the answer
 * @param mostResponseBytes what is read of the answer; the rest is left
 */
public record OutgoingRequest(
    String method,
    String url,
    Map<String, String> headers,
    byte[] body,
    Duration timeout,
    int mostResponseBytes) {

  public OutgoingRequest {
    headers = Map.copyOf(headers);
    headers.forEach(
        (name, value) -> {
          if (!name.matches("[A-Za-z0-9-]+") || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            throw new IllegalArgumentException("not a header: " + name);
          }
        });
  }
}
