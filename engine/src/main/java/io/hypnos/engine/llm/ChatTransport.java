package io.hypnos.engine.llm;

import java.time.Duration;
import java.util.Optional;

/** Brings a question to an endpoint, once, with a bound in time and size. Thread-safe. */
interface ChatTransport {
  Reply post(LlmEndpoint endpoint, byte[] body, Duration patience);

  /** What came of it. */
  sealed interface Reply {}

  /**
   * @param body empty when it is too long
   */
  record Answered(int status, Optional<String> retryAfter, Optional<byte[]> body)
      implements Reply {}

  /** No answer in time. */
  record Late() implements Reply {}

  /** No connection, or none that may be made. */
  record Unreachable() implements Reply {}
}
