package io.hypnos.engine.tenancy;

import java.util.Locale;

/** What a key may do beyond ordinary reading and writing. */
public enum Role {
  /** Manages keys, grants and settings of the tenant. */
  ADMIN,
  USER,
  /** Reads the federation feed. */
  FEDERATION;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
