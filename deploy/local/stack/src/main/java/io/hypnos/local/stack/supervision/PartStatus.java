package io.hypnos.local.stack.supervision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a part is doing, as its supervisor sees it. */
public enum PartStatus {
  STARTING,
  HEALTHY,
  UNHEALTHY,
  RESTARTING,
  STOPPED;

  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
