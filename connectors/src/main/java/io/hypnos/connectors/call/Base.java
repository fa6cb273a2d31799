package io.hypnos.connectors.call;

/** Where a provider is. */
public final class Base {
  private Base() {}

  /**
   * The root of an API: at its own host, or at the one that an operator allows instead.
   *
   * @param other scheme and host, with or without the path; empty for the provider's own
   */
  public static String of(String own, String path, String other) {
    String host = other.isBlank() ? own : other.strip();
    while (host.endsWith("/")) {
      host = host.substring(0, host.length() - 1);
    }
    return host.endsWith(path) ? host : host + path;
  }
}
