package io.hypnos.engine.tenancy;

/** What became of a presented key. */
public sealed interface Authentication {

  /** The key is good. */
  record Authenticated(Principal principal) implements Authentication {}

  /** The key is not good. */
  record Refused(Reason reason) implements Authentication {}

  /** Why a key is not good. */
  enum Reason {
    /** No such key, or its tenant is being deleted. */
    UNKNOWN,
    REVOKED,
    EXPIRED
  }
}
