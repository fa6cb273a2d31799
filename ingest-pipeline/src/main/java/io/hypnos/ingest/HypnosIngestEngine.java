package io.hypnos.ingest;

import io.hypnos.engine.Engine;
import io.hypnos.engine.blob.BlobKey;
import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.embedding.Priority;
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
  public Reading say(IngestMessage message, List<NewMemory> memories) {
    return engine.inbound().reader().read(message, memories);
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
    return engine.inbound().writer().storeHandedOver(tenantId, units);
  }

  @Override
  public OptionalInt standing(IngestMessage message) {
    return engine.inbound().writer().standing(message);
  }

  @Override
  public Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events) {
    return engine.inbound().writer().answered(tenantId, events);
  }

  @Override
  public void close() {
    engine.close();
  }
}
