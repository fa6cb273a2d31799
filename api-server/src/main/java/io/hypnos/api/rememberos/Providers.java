package io.hypnos.api.rememberos;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.api.web.JsonFields;
import java.util.Optional;

/** The one kind of service that a tenant may bring for a purpose. */
final class Providers {
  private static final int LONGEST = 64;

  private Providers() {}

  /** Said before the rest of the body is looked at, which another kind would word differently. */
  static void require(JsonFields body, String field, String supported) {
    Optional<String> named = body.text(field, 1, LONGEST);
    if (named.isPresent() && !named.get().equals(supported)) {
      throw new FailedRequestException(
          Failure.of(FailureKind.BROKEN_RULE, "unsupported provider: use \"" + supported + "\""));
    }
  }
}
