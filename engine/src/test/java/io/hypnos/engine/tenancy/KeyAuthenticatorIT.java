package io.hypnos.engine.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hypnos.engine.tenancy.Authentication.Authenticated;
import io.hypnos.engine.tenancy.Authentication.Reason;
import io.hypnos.engine.tenancy.Authentication.Refused;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class KeyAuthenticatorIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private TenancyParts parts;
  private Tenant tenant;

  @BeforeEach
  void open() {
    parts = new TenancyParts(STACK.settings());
    tenant = parts.tenant();
  }

  @AfterEach
  void close() {
    parts.close();
  }

  @Test
  void aGoodKeyNamesItsTenantAndWhatItMayDo() {
    IssuedKey key = parts.keys.issue(tenant.id(), "bot", Role.ADMIN, true, Optional.empty());

    assertThat(parts.authenticate(key))
        .isEqualTo(
            new Authenticated(
                new Principal(
                    tenant.id(),
                    tenant.name(),
                    Plan.TEAM,
                    false,
                    key.key().id(),
                    "bot",
                    Role.ADMIN,
                    true,
                    false)));
  }

  @Test
  void whatIsNoKeyIsUnknown() {
    IssuedKey key = parts.key(tenant);
    String secret = key.secret().reveal();

    assertThat(parts.authenticator.authenticate("")).isEqualTo(new Refused(Reason.UNKNOWN));
    assertThat(parts.authenticator.authenticate(secret + " "))
        .isEqualTo(new Refused(Reason.UNKNOWN));
    assertThat(parts.authenticator.authenticate("mk_live_' OR true --\u0000"))
        .isEqualTo(new Refused(Reason.UNKNOWN));
    assertThat(parts.authenticator.authenticate(key.key().hint()))
        .isEqualTo(new Refused(Reason.UNKNOWN));
  }

  @Test
  void aRevocationIsEffectiveAtOnceOnEveryNode() {
    IssuedKey key = parts.key(tenant);
    try (TenancyParts otherNode = new TenancyParts(STACK.settings())) {
      assertThat(otherNode.authenticate(key)).isInstanceOf(Authenticated.class);

      parts.keys.revoke(tenant.id(), key.key().id());

      assertThat(otherNode.authenticate(key)).isEqualTo(new Refused(Reason.REVOKED));
      assertThat(parts.authenticate(key)).isEqualTo(new Refused(Reason.REVOKED));
    }
  }

  @Test
  void aKeyIsGoodUntilTheMomentItExpires() {
    Instant end = parts.clock.instant().plusSeconds(60);
    IssuedKey key = parts.keys.issue(tenant.id(), "", Role.USER, false, Optional.of(end));

    parts.clock.advance(Duration.ofSeconds(59));
    assertThat(parts.authenticate(key)).isInstanceOf(Authenticated.class);

    parts.clock.advance(Duration.ofSeconds(1));
    assertThat(parts.authenticate(key)).isEqualTo(new Refused(Reason.EXPIRED));
  }

  @Test
  void revokedCountsMoreThanExpired() {
    Instant end = parts.clock.instant().plusSeconds(60);
    IssuedKey key = parts.keys.issue(tenant.id(), "", Role.USER, false, Optional.of(end));
    parts.keys.revoke(tenant.id(), key.key().id());

    parts.clock.advance(Duration.ofHours(1));

    assertThat(parts.authenticate(key)).isEqualTo(new Refused(Reason.REVOKED));
  }

  @Test
  void theLastUseIsNotedSoonAfterTheRequest() {
    IssuedKey key = parts.key(tenant);

    parts.authenticate(key);

    await().until(() -> lastUse().equals(Optional.of(parts.clock.instant())));
  }

  @Test
  void theLastUseIsNotedOnceAMinuteAtMost() {
    IssuedKey key = parts.key(tenant);
    Instant first = parts.clock.instant();
    authenticateAndClose(key);

    parts.clock.advance(Duration.ofSeconds(59));
    authenticateAndClose(key);
    assertThat(lastUse()).contains(first);

    parts.clock.advance(Duration.ofSeconds(1));
    authenticateAndClose(key);
    assertThat(lastUse()).contains(first.plusSeconds(60));
  }

  @Test
  void aRefusedKeyIsNotUsed() {
    IssuedKey key = parts.key(tenant);
    parts.keys.revoke(tenant.id(), key.key().id());

    authenticateAndClose(key);

    assertThat(lastUse()).isEmpty();
  }

  /** Closing writes down what is pending. */
  private void authenticateAndClose(IssuedKey key) {
    try (KeyAuthenticator authenticator = new KeyAuthenticator(parts.database, parts.clock)) {
      authenticator.authenticate(key.secret().reveal());
    }
  }

  private Optional<Instant> lastUse() {
    return parts.keys.list(tenant.id()).get(0).lastUsedAt();
  }
}
