package io.hypnos.settings;

/** A value that must not appear in logs; read it with {@link #reveal()} where it is used. */
public record Secret(String reveal) {
  public static Secret of(String value) {
    return new Secret(value);
  }

  @Override
  public String toString() {
    return "****";
  }
}
