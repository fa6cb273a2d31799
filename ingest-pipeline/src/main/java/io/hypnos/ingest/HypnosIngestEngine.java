package io.hypnos.ingest;

import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.StoredBytes;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Plan;
import io.hypnos.engine.tenancy.Tenant;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** The engine of the product behind the operators' needs. */
final class HypnosIngestEngine implements IngestEngine {
  private final Engine engine;

  private HypnosIngestEngine(Engine engine) {
    this.engine = engine;
  }

  static IngestEngine open(HypnosSettings settings) {
    return new HypnosIngestEngine(Engine.open(settings, Clock.systemUTC()));
  }

  @Override
  public ExtractedDocument read(
      UUID tenantId, String blobKey, String filename, String contentType) {
    StoredBytes bytes = StoredBytes.of(engine.blobs(), BlobKey.parse(tenantId, blobKey));
    try {
      return engine.documentReader().read(filename, contentType, bytes);
    } catch (IllegalStateException e) {
      // No document is to blame when there is no reader at all.
      throw HypnosException.unavailable("The document reader", e);
    }
  }

  @Override
  public List<Chunk> chunk(ExtractedDocument document) {
    return engine.chunker().chunk(document);
  }

  @Override
  public EmbeddedMemory embed(NewMemory memory) {
    EmbeddingModel model = engine.embedding();
    return new EmbeddedMemory(memory, Vectors.of(model.modelId(), model.embed(memory.content())));
  }

  @Override
  public void store(Actor actor, List<EmbeddedMemory> memories) {
    Caller caller =
        new Caller(actor.tenantId(), actor.keyId(), planOf(actor.tenantId()), actor.requestId());
    engine.writer().storeAll(caller, memories);
  }

  private Plan planOf(UUID tenantId) {
    return engine
        .tenants()
        .find(tenantId)
        .map(Tenant::plan)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "tenant is gone: " + tenantId));
  }

  @Override
  public void close() {
    engine.close();
  }
}
