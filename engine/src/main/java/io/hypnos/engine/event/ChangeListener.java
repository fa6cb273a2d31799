package io.hypnos.engine.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Is told of changes within the transaction that makes them; what it writes commits with them. */
@FunctionalInterface
public interface ChangeListener {
  void changed(Handle handle, UUID tenantId, Instant now, List<Outbox.Entry> entries);
}
