package io.hypnos.engine.projection;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryProjection;
import io.hypnos.engine.memory.MemoryStore;
import io.hypnos.engine.search.IndexChange;
import io.hypnos.engine.search.MemoryIndex;
import io.hypnos.engine.space.SpaceStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a committed transaction did into the search index at once. When the index is down the
 * entries stay open in the outbox and the relay does it later; the write is safe either way.
 */
public final class Indexer implements MemoryProjection {
  private static final Logger LOG = LoggerFactory.getLogger(Indexer.class);

  private final Database database;
  private final MemoryIndex index;
  private final IndexContext context;
  private final Outbox outbox;
  private final SpaceStore spaces;
  private final Clock clock;

  public Indexer(
      Database database,
      MemoryIndex index,
      MemoryStore memories,
      Outbox outbox,
      SpaceStore spaces,
      Clock clock) {
    this.database = database;
    this.index = index;
    this.context = new IndexContext(database, index, memories);
    this.outbox = outbox;
    this.spaces = spaces;
    this.clock = clock;
  }

  @Override
  public void project(
      UUID tenantId, Collection<Memory> memories, Collection<Gone> gone, List<Long> sequences) {
    if (memories.isEmpty() && gone.isEmpty()) {
      return;
    }
    try {
      List<IndexChange> changes = new ArrayList<>(context.puts(tenantId, memories));
      TreeSet<String> changed = new TreeSet<>();
      memories.forEach(memory -> changed.add(memory.space()));
      for (Gone each : gone) {
        changes.add(new IndexChange.Remove(tenantId, each.id(), each.version(), each.pieces()));
        changed.add(each.space());
      }
      index.apply(changes);
      if (!gone.isEmpty()) {
        index.apply(context.followers(tenantId, gone.stream().map(Gone::id).toList()));
      }
      // A crash may lose these marks; then the relay indexes once more, which changes nothing.
      database.inTenantRelaxed(
          tenantId,
          handle -> {
            outbox.markIndexed(handle, sequences, clock.instant());
            changed.forEach(space -> spaces.recordSearchable(handle, tenantId, space));
            return null;
          });
    } catch (HypnosException e) {
      LOG.warn(
          "{} memories of tenant {} wait in the outbox: {}",
          memories.size() + gone.size(),
          tenantId,
          e.getMessage());
    }
  }
}
