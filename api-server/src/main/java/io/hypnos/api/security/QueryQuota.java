package io.hypnos.api.security;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.tenancy.RateDecision;
import io.hypnos.engine.tenancy.RateLimiter;

/** The queries of a day. Taken once a request is known to be well formed. */
public final class QueryQuota {
  private final RateLimiter limiter;

  public QueryQuota(RateLimiter limiter) {
    this.limiter = limiter;
  }

  public void take(Principal principal, int queries) {
    RateDecision decision = limiter.query(principal, queries);
    if (!decision.allowed()) {
      throw new FailedRequestException(
          Failure.of(
              FailureKind.QUOTA_EXCEEDED,
              "Daily query quota of " + decision.limit() + " is used up."));
    }
  }
}
