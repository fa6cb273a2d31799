package io.hypnos.engine.idempotency;

import java.util.UUID;

/** What became of asking for a key. */
sealed interface Claim {

  /** The key is ours while the lease lasts. */
  record Ours(UUID token) implements Claim {}

  /** Somebody has answered it. */
  record Answered(Answer answer) implements Claim {}

  /** Somebody is working on it. */
  record Busy() implements Claim {}

  /** It belongs to a request with other content. */
  record Other() implements Claim {}
}
