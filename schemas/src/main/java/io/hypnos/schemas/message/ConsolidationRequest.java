package io.hypnos.schemas.message;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Run this sleep on this space. The record knows the run already if the product itself asks; a
 * request from elsewhere brings what the run is to be. A repeat is the same run.
 *
 * @param runId names the run; the sender's choice
 * @param phases what it does; empty: what is usual
 * @param parameters how it judges, by name; what is left out is as usual
 */
public record ConsolidationRequest(
    int version,
    UUID runId,
    UUID tenantId,
    String space,
    List<String> phases,
    Map<String, Object> parameters,
    boolean dry,
    Optional<String> requestId,
    Instant at) {

  public static final int VERSION = 1;

  public ConsolidationRequest {
    phases = phases == null ? List.of() : List.copyOf(phases);
    parameters = parameters == null ? Map.of() : given(parameters);
    requestId = requestId == null ? Optional.empty() : requestId;
  }

  /** A parameter without a value is one that was not given. */
  private static Map<String, Object> given(Map<String, Object> parameters) {
    Map<String, Object> given = new TreeMap<>(parameters);
    given.values().removeIf(Objects::isNull);
    return Map.copyOf(given);
  }

  /** Kafka key: one run of a space after the other. */
  public String key() {
    return tenantId + "|" + space;
  }
}
