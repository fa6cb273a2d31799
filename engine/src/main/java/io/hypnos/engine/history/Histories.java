package io.hypnos.engine.history;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.version.VersionReader;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Visibilities;
import java.time.Clock;

/** The services of history, put together. */
public final class Histories {
  private final HistoryReader reader;
  private final HistoryWriter writer;

  public Histories(
      Database database,
      Memories memories,
      Versions versions,
      Visibilities visibilities,
      SpaceAccess spaces,
      AuditLog audit,
      Clock clock) {
    VersionReader stored = new VersionReader();
    VersionAccess access = new VersionAccess(memories.reader(), visibilities);
    reader = new HistoryReader(database, stored, access);
    writer =
        new HistoryWriter(
            database, versions, stored, access, spaces, memories.editor(), audit, clock);
  }

  public HistoryReader reader() {
    return reader;
  }

  public HistoryWriter writer() {
    return writer;
  }
}
