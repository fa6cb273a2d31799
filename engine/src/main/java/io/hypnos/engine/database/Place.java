package io.hypnos.engine.database;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.HandleCallback;

/** A database that keeps rows of tenants: the operator's, or the own one of a tenant. */
public final class Place {
  private static final String OPERATORS = "the operator's database";

  private final Optional<OwnDatabase> own;
  private final Transactions operators;

  private Place(Optional<OwnDatabase> own, Transactions operators) {
    this.own = own;
    this.operators = operators;
  }

  static Place operators(Transactions system) {
    return new Place(Optional.empty(), system);
  }

  static Place own(OwnDatabase own, Transactions system) {
    return new Place(Optional.of(own), system);
  }

  /** For logs; tells no secret. */
  public String name() {
    return own.map(OwnDatabase::toString).orElse(OPERATORS);
  }

  public boolean isOperators() {
    return own.isEmpty();
  }

  /** Whose it is, unless it is the operator's. */
  public Optional<UUID> tenant() {
    return own.map(OwnDatabase::tenantId);
  }

  /** Runs upkeep in one transaction across all tenants that the place keeps. */
  public <T> T asSystem(HandleCallback<T, RuntimeException> work) {
    return own.isPresent() ? own.get().asSystem(work) : operators.run(work);
  }

  @Override
  public String toString() {
    return name();
  }
}
