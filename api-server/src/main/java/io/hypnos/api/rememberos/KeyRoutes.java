package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.QueryFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.ApiKey;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.IssuedKey;
import io.hypnos.engine.tenancy.KeyStore;
import io.hypnos.engine.tenancy.KeyStyle;
import io.hypnos.engine.tenancy.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys of a tenant. A key is shown once, when it is made. */
@RestController
final class KeyRoutes {
  private static final int LONGEST_LABEL = 64;
  private static final int LONGEST_ID = 64;
  private static final int MOST_DAYS = 3_650;

  private final KeyStore keys;
  private final Clock clock;

  KeyRoutes(Engine engine, Clock clock) {
    this.keys = engine.keys();
    this.clock = clock;
  }

  record KeyView(
      UUID id,
      String label,
      String masked,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("last_used_at") Instant lastUsedAt,
      @JsonProperty("expires_at") Instant expiresAt,
      boolean revoked) {
    static KeyView of(ApiKey key) {
      return new KeyView(
          key.id(),
          key.label(),
          key.hint(),
          key.readOnly(),
          key.createdAt(),
          key.lastUsedAt().orElse(null),
          key.expiresAt().orElse(null),
          key.revokedAt().isPresent());
    }
  }

  record NewKey(
      UUID id,
      String label,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("api_key") String apiKey,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("expires_at") Instant expiresAt) {
    static NewKey of(IssuedKey issued) {
      ApiKey key = issued.key();
      return new NewKey(
          key.id(),
          key.label(),
          key.readOnly(),
          issued.secret().reveal(),
          key.createdAt(),
          key.expiresAt().orElse(null));
    }
  }

  record Revoked(boolean revoked, UUID id) {}

  record Rotated(@JsonProperty("api_key") String apiKey) {}

  @GetMapping("/v1/memory/keys")
  @Requires(Right.READ)
  List<KeyView> list(Caller caller) {
    return keys.list(caller.tenantId()).stream().map(KeyView::of).toList();
  }

  @PostMapping("/v1/memory/keys")
  @ResponseStatus(HttpStatus.CREATED)
  @Requires(Right.WRITE)
  NewKey create(Caller caller, Principal principal, JsonFields body) {
    String label = body.text("label", 0, LONGEST_LABEL).orElse("");
    boolean readOnly = body.flag("read_only").orElse(false);
    Optional<Instant> end =
        body.integer("expires_in_days", 1, MOST_DAYS)
            .map(days -> clock.instant().plus(Duration.ofDays(days)));
    body.check();
    return NewKey.of(
        keys.issue(
            caller.actor(),
            caller.tenantId(),
            KeyStyle.URL_SAFE,
            label,
            principal.role(),
            readOnly,
            end));
  }

  @DeleteMapping("/v1/memory/keys/{keyId}")
  @Requires(Right.WRITE)
  Revoked revoke(Caller caller, @PathVariable String keyId) {
    UUID id = Ids.parse(keyId).orElseThrow(KeyRoutes::unknown);
    if (!keys.revokeUnlessLast(caller.actor(), caller.tenantId(), id)) {
      throw unknown();
    }
    return new Revoked(true, id);
  }

  /** The id may also stand in the query or the body. */
  @DeleteMapping("/v1/memory/keys")
  @Requires(Right.WRITE)
  Revoked revokeNamed(Caller caller, QueryFields query, JsonFields body) {
    Optional<String> id = query.text("id");
    String named = id.isPresent() ? id.get() : body.requiredText("id", 1, LONGEST_ID);
    body.check();
    return revoke(caller, named);
  }

  /** The key that calls ends; its place is taken by a new one. */
  @PostMapping("/v1/memory/admin/rotate-key")
  @Requires(Right.WRITE)
  Rotated rotate(Caller caller, Principal principal) {
    IssuedKey fresh =
        keys.rotate(caller.actor(), caller.tenantId(), principal.keyId(), KeyStyle.URL_SAFE);
    return new Rotated(fresh.secret().reveal());
  }

  private static HypnosException unknown() {
    return new HypnosException(ErrorCode.NOT_FOUND, "No such key");
  }
}
