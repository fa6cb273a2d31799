package io.hypnos.engine.memory;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.concept.ConceptStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.event.Outbox;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.importance.SalientDelta;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceStore;
import io.hypnos.engine.tenancy.MemoryQuota;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Visibilities;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** The services of memories, put together: one writer, one editor, one remover, one reader. */
public final class Memories {
  private final MemoryWriter writer;
  private final MemoryEditor editor;
  private final MemoryRemover remover;
  private final MemoryReader reader;
  private final MemoryUse use;
  private final MemoryCensus census;
  private final Revisions revisions;
  private final MemoryExport export;
  private final MemoryRewriter rewriter;
  private final SourceRecords sources;

  /** Everything that memories stand on. */
  public record Parts(
      Database database,
      MemoryStore store,
      SpaceStore spaces,
      SpaceAccess access,
      MemoryQuota quota,
      Outbox outbox,
      AuditLog audit,
      Versions versions,
      EdgeStore edges,
      ConceptStore concepts,
      Visibilities visibilities,
      NearestMemories nearest,
      MemoryProjection projection,
      EmbeddingModel embedding,
      SalientDelta delta,
      double gateThreshold,
      Supplier<UUID> ids,
      Clock clock) {}

  public Memories(Parts parts) {
    MemoryLedger ledger =
        new MemoryLedger(parts.outbox(), parts.audit(), parts.spaces(), parts.versions());
    MemoryAccess access = new MemoryAccess(parts.database(), parts.visibilities());
    MemoryDrafts drafts = new MemoryDrafts(parts.ids(), parts.clock());
    remover =
        new MemoryRemover(
            parts.database(),
            access,
            parts.store(),
            parts.access(),
            ledger,
            parts.projection(),
            parts.clock());
    Dissolution dissolution = new Dissolution(remover);
    WriteTransaction transaction =
        new WriteTransaction(
            parts.store(),
            parts.spaces(),
            parts.access(),
            parts.quota(),
            new Supersession(parts.store(), dissolution),
            parts.edges(),
            parts.concepts(),
            ledger,
            parts.delta(),
            parts.gateThreshold());
    writer =
        new MemoryWriter(
            parts.database(),
            drafts,
            transaction,
            new UnitWriter(
                parts.database(),
                drafts,
                new UnitTransaction(
                    parts.store(),
                    parts.spaces(),
                    parts.quota(),
                    parts.concepts(),
                    ledger,
                    transaction,
                    new DocumentLinks(parts.edges()),
                    remover,
                    dissolution),
                parts.nearest(),
                parts.projection()),
            parts.nearest(),
            parts.projection(),
            parts.embedding());
    editor =
        new MemoryEditor(
            parts.database(),
            access,
            parts.spaces(),
            parts.access(),
            ledger,
            dissolution,
            parts.projection(),
            parts.embedding(),
            parts.clock());
    sources = new SourceRecords(parts.database(), editor, remover, parts.clock());
    reader = new MemoryReader(parts.database(), parts.visibilities());
    use = new MemoryUse(parts.database(), parts.clock());
    census = new MemoryCensus(parts.database(), parts.visibilities());
    revisions = new Revisions(parts.database(), parts.visibilities(), use);
    export = new MemoryExport(parts.database(), parts.visibilities());
    rewriter =
        new MemoryRewriter(
            parts.store(),
            new MemoryDrafts(parts.ids(), parts.clock()),
            parts.edges(),
            ledger,
            parts.outbox(),
            parts.audit(),
            parts.spaces(),
            parts.projection());
  }

  public MemoryWriter writer() {
    return writer;
  }

  public MemoryEditor editor() {
    return editor;
  }

  public MemoryRemover remover() {
    return remover;
  }

  public MemoryReader reader() {
    return reader;
  }

  public MemoryUse use() {
    return use;
  }

  /** How much there is. */
  public MemoryCensus census() {
    return census;
  }

  /** Which memory took the place of which. */
  public Revisions revisions() {
    return revisions;
  }

  /** Everything, in the order of time. */
  public MemoryExport export() {
    return export;
  }

  /** Changes many memories within a transaction of somebody else. */
  public MemoryRewriter rewriter() {
    return rewriter;
  }

  /** Records of outside sources that end and come back. */
  public SourceRecords sources() {
    return sources;
  }
}
