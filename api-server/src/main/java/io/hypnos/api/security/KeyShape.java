package io.hypnos.api.security;

import io.hypnos.api.web.KeyProblem;
import java.util.regex.Pattern;

/** What can be told of an unknown key from its spelling, so that the caller gets good advice. */
final class KeyShape {
  /** As the examples of the documentation have it. */
  private static final Pattern PLACEHOLDER = Pattern.compile("mk_live_[A-Z][A-Z0-9_-]*");

  /** The shapes of the keys that the dialects know. */
  private static final Pattern KEY =
      Pattern.compile("mk_(live|test)_[0-9a-f]{32}|mv_[A-Za-z0-9_-]{32,}|sk_[A-Za-z0-9]{36}");

  private KeyShape() {}

  static KeyProblem problemOf(String unknownKey) {
    if (PLACEHOLDER.matcher(unknownKey).matches()) {
      return KeyProblem.PLACEHOLDER;
    }
    return KEY.matcher(unknownKey).matches() ? KeyProblem.INVALID : KeyProblem.MALFORMED;
  }
}
