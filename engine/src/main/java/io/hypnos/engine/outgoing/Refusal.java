package io.hypnos.engine.outgoing;

/** Why a URL that a user set is not called. Dialects have their own words for each. */
public enum Refusal {
  /** Not a URL, or longer than any real one. */
  MALFORMED("the URL is not valid"),
  /** Neither http nor https. */
  SCHEME("the URL must start with http:// or https://"),
  NO_HOST("the URL must include a host"),
  /** A name or password in front of the host. */
  USER_INFO("the URL must not carry a user name or password"),
  /** A service that hands out credentials of the machine; refused whatever the settings say. */
  METADATA("the host of the URL is not permitted"),
  UNRESOLVED("the host of the URL could not be resolved"),
  RESOLUTION_TIMEOUT("resolving the host of the URL took too long"),
  /** Loopback, private, link-local, multicast, reserved or unspecified. */
  NOT_ROUTABLE("the host of the URL resolves to a non-routable address");

  private final String message;

  Refusal(String message) {
    this.message = message;
  }

  /** One line in neutral words. */
  public String message() {
    return message;
  }
}
