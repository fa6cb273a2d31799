package io.hypnos.ingest;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.intake.Intaken;
import io.hypnos.engine.intake.Reading;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.UnitOutcome;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.message.IngestMessage;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;

/** What the operators need of the engine. Thread-safe: the subtasks of a process share one. */
interface IngestEngine extends AutoCloseable {
  /**
   * Reads the object that holds an item's document; {@code NOT_FOUND} when there is none, {@code
   * VALIDATION} when it is not one of the tenant.
   */
  ExtractedDocument read(UUID tenantId, String blobKey, String filename, String contentType);

  List<Chunk> chunk(ExtractedDocument document);

  /** What the texts of an item say, as far as its space wants it read. */
  Reading say(IngestMessage message, List<NewMemory> memories);

  /** The vectors of each text, in their order; fails when one of them has none. */
  List<Vectors> embed(List<String> texts);

  /**
   * All units of one tenant in one transaction, within the limits of its plan; a repeat changes
   * nothing. Fails with {@code NOT_FOUND} when the tenant is gone.
   */
  List<UnitOutcome> store(UUID tenantId, List<Intaken> units);

  /** By how many memories the very unit stands in the record already, if that is known. */
  OptionalInt standing(IngestMessage message);

  /** Events that what is in the record answers, by their position. */
  Map<Integer, UnitOutcome> answered(UUID tenantId, List<IngestMessage> events);

  @Override
  void close();
}
