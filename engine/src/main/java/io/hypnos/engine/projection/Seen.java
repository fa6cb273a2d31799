package io.hypnos.engine.projection;

import io.hypnos.engine.search.Incarnation;
import java.time.Instant;

/** Which search cluster the relay knows, and when it was last sure that it was still the same. */
record Seen(Incarnation incarnation, Instant at) {}
