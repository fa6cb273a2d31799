package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** A database of one's own cannot be brought here: the record is always the operator's. */
@RestController
final class DatabaseRoutes {
  private static final Config NONE = new Config(false);

  record Config(boolean configured) {}

  @GetMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  Config get() {
    return NONE;
  }

  /** Whatever is sent: it holds a password, so it is not even read. */
  @PutMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  @SuppressWarnings("DoNotCallSuggester") // Only requests call it, and they are refused.
  Config put() {
    throw new FailedRequestException(
        Failure.of(
            FailureKind.UNAVAILABLE, "This installation keeps memories in its own database only."));
  }

  @DeleteMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  Config delete() {
    return NONE;
  }
}
