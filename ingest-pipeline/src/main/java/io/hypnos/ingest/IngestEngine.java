package io.hypnos.ingest;

import io.hypnos.engine.audit.Actor;
import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.memory.EmbeddedMemory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.schemas.extract.ExtractedDocument;
import java.util.List;
import java.util.UUID;

/** What the operators need of the engine. Thread-safe: the subtasks of a process share one. */
interface IngestEngine extends AutoCloseable {
  /**
   * Reads the object that holds an item's document; {@code NOT_FOUND} when there is none, {@code
   * VALIDATION} when it is not one of the tenant.
   */
  ExtractedDocument read(UUID tenantId, String blobKey, String filename, String contentType);

  List<Chunk> chunk(ExtractedDocument document);

  EmbeddedMemory embed(NewMemory memory);

  /**
   * All or none, within the limits of the tenant's plan; a repeat changes nothing. Fails with
   * {@code NOT_FOUND} when the tenant is gone.
   */
  void store(Actor actor, List<EmbeddedMemory> memories);

  @Override
  void close();
}
