package io.hypnos.connectors.connection;

import java.util.Map;
import java.util.Optional;

/** A connection that somebody asks for. */
public record NewConnection(
    String provider,
    String name,
    String space,
    Optional<String> containerTag,
    Map<String, Object> config,
    Map<String, String> credentials) {
  public NewConnection {
    credentials = Map.copyOf(credentials);
  }

  @Override
  public String toString() {
    return "NewConnection[" + provider + "]";
  }
}
