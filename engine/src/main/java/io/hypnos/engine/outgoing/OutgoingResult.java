package io.hypnos.engine.outgoing;

import java.util.Map;

/** How a call to a URL of a user went. */
public sealed interface OutgoingResult {

  /**
   * The receiver answered; a redirect is an answer like any other.
   *
   * @param headers names in lower case; of several with one name, the last
   * @param body at most as many bytes as were asked for
   */
  record Answered(int status, Map<String, String> headers, byte[] body) implements OutgoingResult {
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /** Nothing was sent. */
  record Refused(Refusal refusal) implements OutgoingResult {}

  /**
   * The call failed on the way; it may have arrived.
   *
   * @param reason one line without addresses
   */
  record Failed(String reason) implements OutgoingResult {}
}
