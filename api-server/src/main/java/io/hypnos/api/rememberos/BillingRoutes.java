package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Nobody pays for an installation of one's own, so billing is never set up. */
@RestController
final class BillingRoutes {

  @PostMapping({"/v1/memory/stripe/checkout/create", "/v1/memory/stripe/portal"})
  @Requires(Right.WRITE)
  @SuppressWarnings("DoNotCallSuggester") // Only requests call it, and they are refused.
  Map<String, String> bill() {
    throw new FailedRequestException(
        Failure.of(FailureKind.UNAVAILABLE, "Billing is not configured."));
  }
}
