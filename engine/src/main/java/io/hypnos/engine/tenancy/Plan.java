package io.hypnos.engine.tenancy;

import java.util.Locale;

/** What a tenant has subscribed to; the numbers behind it are settings. */
public enum Plan {
  FREE,
  PRO,
  TEAM,
  UNLIMITED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
