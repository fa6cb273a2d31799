package io.hypnos.engine.tenancy;

import io.hypnos.engine.SettableClock;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.tenancy.Authentication.Authenticated;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Secret;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;

/** One node's view of tenants and keys, on a real database. */
final class TenancyParts implements AutoCloseable {
  final SettableClock clock;
  final Database database;
  final AuditLog audit;
  final TenantStore tenants;
  final KeyStore keys;
  final KeyAuthenticator authenticator;

  TenancyParts(HypnosSettings settings) {
    this(settings, new SettableClock("2026-03-01T10:00:30Z"));
  }

  TenancyParts(HypnosSettings settings, SettableClock clock) {
    this.clock = clock;
    this.database = new Database(settings.database());
    this.audit = new AuditLog(database, clock);
    this.tenants = new TenantStore(database, audit, clock);
    this.keys = new KeyStore(database, audit, clock, new SecureRandom());
    this.authenticator = new KeyAuthenticator(database, clock);
    firstTenant(settings.rootKey()).ensure();
  }

  FirstTenant firstTenant(Optional<Secret> rootKey) {
    return new FirstTenant(database, audit, rootKey, clock);
  }

  Tenant tenant() {
    return tenants.create("tenant " + UUID.randomUUID(), Plan.TEAM, false);
  }

  IssuedKey key(Tenant tenant) {
    return keys.issue(tenant.id(), "", Role.USER, false, Optional.empty());
  }

  Authentication authenticate(IssuedKey key) {
    return authenticator.authenticate(key.secret().reveal());
  }

  Principal principal(IssuedKey key) {
    return ((Authenticated) authenticate(key)).principal();
  }

  @Override
  public void close() {
    authenticator.close();
    database.close();
  }
}
