package io.hypnos.api.web;

/** Why a caller is not known. */
public enum KeyProblem {
  MISSING("API key required."),
  PLACEHOLDER("This API key is the placeholder of an example; put your own key in its place."),
  MALFORMED("This does not look like an API key."),
  INVALID("Invalid API key."),
  REVOKED("This API key has been revoked."),
  EXPIRED("This API key has expired.");

  private final String message;

  KeyProblem(String message) {
    this.message = message;
  }

  public String message() {
    return message;
  }
}
