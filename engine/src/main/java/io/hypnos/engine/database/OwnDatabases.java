package io.hypnos.engine.database;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which tenants keep their rows in a database of their own. */
public interface OwnDatabases {
  /** All rows lie in the operator's database. */
  OwnDatabases NONE =
      new OwnDatabases() {
        @Override
        public Optional<OwnDatabase> of(UUID tenantId) {
          return Optional.empty();
        }

        @Override
        public List<OwnDatabase> all() {
          return List.of();
        }

        @Override
        public void lookAgain() {}
      };

  /**
   * The database of the tenant; empty when its rows lie in the operator's. What was changed
   * elsewhere is noticed within seconds. {@code UNAVAILABLE} when it cannot be known.
   */
  Optional<OwnDatabase> of(UUID tenantId);

  /** Every own database that is in use, in a lasting order. */
  List<OwnDatabase> all();

  /** Forgets what is known, because it turned out to be old. */
  void lookAgain();
}
