package io.hypnos.engine.idempotency;

import java.util.Arrays;

/** What was answered, byte for byte. */
public record Answer(int status, String contentType, byte[] body) {

  /** Whether a repeat should get it again: not when trying again may go better. */
  boolean isFinal() {
    return status < 500 && status != 408 && status != 425 && status != 429;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Answer answer
        && status == answer.status
        && contentType.equals(answer.contentType)
        && Arrays.equals(body, answer.body);
  }

  @Override
  public int hashCode() {
    return 31 * status + Arrays.hashCode(body);
  }

  @Override
  public String toString() {
    return "Answer[%d, %s, %d bytes]".formatted(status, contentType, body.length);
  }
}
