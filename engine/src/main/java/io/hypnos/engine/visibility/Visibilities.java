package io.hypnos.engine.visibility;

import io.hypnos.engine.space.SpaceAccess;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Resolves what a viewer may see against the grants as they stand in the transaction. */
public final class Visibilities {
  private final SpaceAccess access = new SpaceAccess();
  private final Clock clock;

  public Visibilities(Clock clock) {
    this.clock = clock;
  }

  public Visibility resolve(
      Handle handle,
      Viewer viewer,
      Optional<List<String>> spaces,
      History history,
      Optional<Instant> asOf) {
    List<String> hidden = access.unreadable(handle, viewer.tenantId(), viewer.agent());
    return new Visibility(viewer, spaces, hidden, history, asOf, clock.instant());
  }
}
