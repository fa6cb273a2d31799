package io.hypnos.ingest;

import io.hypnos.engine.Engine;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.embedding.Priority;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.intake.Intaken;
import io.hypnos.engine.intake.Reading;
import io.hypnos.engine.intake.StoredBytes;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.settings.HypnosSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The engine of the product behind the operators' needs. A database of a tenant's own that is away
 * is no outage of the job: it ends that tenant's items, which come back when it answers.
 */
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
  public Reading say(IngestMessage message, List<NewMemory> memories) {
    return unlessAway(message.tenantId(), () -> engine.inbound().reader().read(message, memories));
  }

  @Override
  public List<Vectors> embed(List<String> texts) {
    String model = engine.embedding().modelId();
    return engine.embedding().embedPieces(texts, Priority.BULK).stream()
        .map(pieces -> new Vectors(model, pieces))
        .toList();
  }

  @Override
  public List<UnitOutcome> store(UUID tenantId, List<Intaken> units) {
    return unlessAway(tenantId, () -> engine.inbound().writer().storeHandedOver(tenantId, units));
  }

  @Override
  public OptionalInt standing(IngestMessage message) {
    return unlessAway(message.tenantId(), () -> engine.inbound().writer().standing(message));
  }

  @Override
  public Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events) {
    return unlessAway(tenantId, () -> engine.inbound().writer().answered(tenantId, events));
  }

  private <T> T unlessAway(UUID tenantId, Supplier<T> work) {
    try {
      return work.get();
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.UNAVAILABLE && engine.database().isAway(tenantId)) {
        throw new HypnosException(ErrorCode.CONFLICT, io.hypnos.engine.intake.Quarantine.AWAY, e);
      }
      throw e;
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
