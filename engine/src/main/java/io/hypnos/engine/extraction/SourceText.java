package io.hypnos.engine.extraction;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A text to extract from.
 *
 * @param tenantId who pays if a language model is asked
 * @param now when it was said: "tomorrow" is the day after
 * @param zone where the speaker's days begin
 */
public record SourceText(UUID tenantId, String text, Speaker speaker, Instant now, ZoneId zone) {
  /** What the person of the memory says, with days in UTC. */
  public static SourceText ofUser(UUID tenantId, String text, Instant now) {
    return new SourceText(tenantId, text, Speaker.USER, now, ZoneOffset.UTC);
  }
}
