package io.hypnos.engine.database;

import java.sql.Types;
import java.util.UUID;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Binds ids so that an absent one is no text: JDBI's own factory calls it one, which PostgreSQL
 * refuses.
 */
final class UuidArgument extends AbstractArgumentFactory<UUID> {
  UuidArgument() {
    super(Types.OTHER);
  }

  @Override
  protected Argument build(UUID value, ConfigRegistry config) {
    return (position, statement, context) -> statement.setObject(position, value);
  }
}
