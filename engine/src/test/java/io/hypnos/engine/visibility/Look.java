package io.hypnos.engine.visibility;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One random look: who, at what, when. */
record Look(
    Viewer viewer,
    Optional<List<String>> spaces,
    History history,
    Optional<Instant> asOf,
    Instant now) {}
