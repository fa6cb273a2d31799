package io.hypnos.engine.history;

import io.hypnos.engine.version.Commit;
import java.util.Optional;

/** A commit in a log; its parent is named only when it is there and may be seen. */
public record LogEntry(Commit commit, Optional<String> visibleParent) {}
