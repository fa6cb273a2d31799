package io.hypnos.connectors.oauth;

import java.util.Map;
import java.util.Optional;

/** The connection that a consent is to make. */
public record WantedConnection(
    OAuthProvider provider,
    String name,
    String space,
    Optional<String> containerTag,
    Map<String, Object> config) {
  public WantedConnection {
    config = Map.copyOf(config);
  }
}
