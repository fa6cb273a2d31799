package io.hypnos.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.schemas.message.MessageCodec;
import io.hypnos.schemas.message.QuarantinedMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Makes the quarantine's copy of a message. A copy always fits into the topic: quoting can make
 * bytes longer, and a copy that the broker refuses would hold up the whole job.
 */
record Quarantine(Origin origin, byte[] key) {
  static final int MOST_BYTES = 900_000;
  private static final int LONGEST_REASON = 1_000;
  private static final int LONGEST_KEY = 1_024;
  private static final String CUT = " (the original is cut)";

  QuarantineEntry of(byte[] original, Stage stage, String reason, int attempts, Instant at) {
    String text = new String(original, UTF_8);
    String why = beginning(reason, Math.min(reason.length(), LONGEST_REASON));
    boolean isText = Arrays.equals(text.getBytes(UTF_8), original);
    QuarantinedMessage whole = message(text, stage, why, attempts, at, isText);
    for (int length = text.length();
        length > 0 && MessageCodec.encode(whole).length > MOST_BYTES; ) {
      length = Math.min(length / 2, MOST_BYTES);
      whole = message(beginning(text, length), stage, why + CUT, attempts, at, false);
    }
    return new QuarantineEntry(shortKey(), origin.requestId(), whole);
  }

  private byte[] shortKey() {
    return key == null || key.length <= LONGEST_KEY ? key : Arrays.copyOf(key, LONGEST_KEY);
  }

  private static String beginning(String text, int length) {
    boolean splitsPair = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splitsPair ? length - 1 : length);
  }

  private QuarantinedMessage message(
      String original, Stage stage, String reason, int attempts, Instant at, boolean isWhole) {
    return new QuarantinedMessage(
        QuarantinedMessage.VERSION,
        origin.quarantineId(),
        original,
        stage.text(),
        reason,
        attempts,
        at,
        Optional.of(
            new QuarantinedMessage.Place(
                origin.topic(), origin.partition(), origin.offset(), isWhole)));
  }
}
