package io.hypnos.engine.deletion;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryRemover;
import io.hypnos.engine.memory.MemoryRemover.Trace;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.Map;

/**
 * Deletes a space with all its memories, what was made from them alone, their files and history,
 * and everything else that belongs to it. The memories go page by page, the space last; cut short,
 * the call can be repeated.
 */
public final class SpaceDeletion {
  /** Somebody who writes all the time must not keep the call from ending. */
  private static final int MOST_ROUNDS = 10;

  private final Database database;
  private final Spaces spaces;
  private final SpaceAccess access;
  private final MemoryRemover remover;

  public SpaceDeletion(
      Database database, Spaces spaces, SpaceAccess access, MemoryRemover remover) {
    this.database = database;
    this.spaces = spaces;
    this.access = access;
    this.remover = remover;
  }

  /** Deletes the space and says how many memories went with it. */
  public int delete(Caller caller, String space) {
    if (spaces.find(caller.tenantId(), caller.keyId(), space).isEmpty()) {
      throw new HypnosException(
          ErrorCode.NOT_FOUND, "no such space", Map.of("missing", "space"), null);
    }
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          access.requireWrite(handle, caller.tenantId(), caller.keyId(), List.of(space));
          return null;
        });
    Viewer tenant = Viewer.ofTenant(caller.tenantId());
    int removed = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      removed += remover.clear(caller, tenant, space, Trace.NONE);
      if (spaces.removeEmpty(caller, space)) {
        return removed;
      }
    }
    throw new HypnosException(
        ErrorCode.CONFLICT, "the space is being written to all the time; it is not deleted");
  }
}
