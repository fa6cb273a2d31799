package io.hypnos.engine.memory;

import io.hypnos.engine.tenancy.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Checks new memories and computes what a row of the record needs. */
final class MemoryDrafts {
  private static final long FIRST_VERSION = 1;

  private final Supplier<UUID> ids;
  private final Clock clock;

  MemoryDrafts(Supplier<UUID> ids, Clock clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /** PostgreSQL keeps microseconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Refuses what cannot be stored. */
  static void check(NewMemory memory) {
    StorableText.require("content", memory.content());
    StorableText.require("space", memory.space());
    StorableText.requireAll("concepts", memory.concepts());
    StorableText.requireAll("metadata", memory.metadata());
    StorableText.requireAll("provenance", memory.origin().provenance());
    check("external_ref", memory.origin().externalRef());
    check("foreign_id", memory.origin().foreignId());
    check("verbatim", memory.origin().verbatim());
    check("fingerprint", memory.origin().episodicKey());
    check("category", memory.traits().category());
    check("subcategory", memory.traits().subcategory());
    check("container_tag", memory.place().containerTag());
    check("stream", memory.place().stream());
    check("speaker", memory.place().speaker());
    check("agent", memory.place().agent());
    check("organization", memory.place().organization());
    check("owner", memory.ownership().owner());
    check("group", memory.ownership().group());
  }

  private static void check(String field, Optional<String> text) {
    text.ifPresent(value -> StorableText.require(field, value));
  }

  /** The rows of one write. Each comes a microsecond after the one before, so their order stays. */
  List<StoredMemory> rows(Caller caller, List<EmbeddedMemory> embedded, Instant now) {
    List<StoredMemory> rows = new ArrayList<>(embedded.size());
    for (EmbeddedMemory each : embedded) {
      rows.add(row(caller, each, rows.size(), now));
    }
    return rows;
  }

  private StoredMemory row(Caller caller, EmbeddedMemory embedded, int position, Instant now) {
    NewMemory memory = MetadataHints.applied(embedded.memory().orElseAt(position));
    return new StoredMemory(
        caller.tenantId(),
        memory.id().orElseGet(ids),
        memory,
        Fingerprint.of(memory.content()),
        ContentDigest.of(memory.content()),
        0,
        embedded.vectors(),
        memory.origin().createdBy().or(caller::keyId),
        now.plus(position, ChronoUnit.MICROS),
        FIRST_VERSION);
  }
}
