package io.hypnos.engine.intake;

import io.hypnos.engine.document.Chunk;
import io.hypnos.engine.document.Chunker;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Provenance;
import io.hypnos.engine.memory.Traits;
import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import io.hypnos.schemas.message.IngestMessage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One document, delivered or found within another, and the memories that it becomes. */
final class DocumentMemory {
  static final String KIND = "document";

  /** Of a mail every memory says these, because people look for mail by them. */
  private static final List<String> OF_MAIL =
      List.of(
          DocumentProperty.SENDER,
          DocumentProperty.SUBJECT,
          DocumentProperty.DATE,
          DocumentProperty.MESSAGE_ID);

  private static final int MOST_PARTS_NAMED = 100;

  private final IngestMessage message;
  private final ExtractedDocument document;
  private final ExtractedDocument delivered;
  private final String externalId;
  private final String file;
  private final Optional<String> path;
  private final long size;

  private DocumentMemory(
      IngestMessage message,
      ExtractedDocument document,
      ExtractedDocument delivered,
      String externalId,
      String file,
      Optional<String> path,
      long size) {
    this.message = message;
    this.document = document;
    this.delivered = delivered;
    this.externalId = externalId;
    this.file = file;
    this.path = path;
    this.size = size;
  }

  static DocumentMemory root(IngestMessage message, ExtractedDocument document) {
    return new DocumentMemory(
        message,
        document,
        document,
        message.externalId(),
        message.content().filename(),
        Optional.empty(),
        message.content().size());
  }

  static DocumentMemory part(IngestMessage message, ExtractedDocument delivered, Part part) {
    return new DocumentMemory(
        message,
        part.document(),
        delivered,
        message.externalId() + "!/" + part.path(),
        part.name(),
        Optional.of(part.path()),
        part.size());
  }

  /** A text that is no document: one memory, under the id of a first chunk. */
  static NewMemory loneText(IngestMessage message, ExtractedDocument document, Chunk chunk) {
    DocumentMemory text = root(message, document);
    return text.memory(
        text.chunkId(0),
        chunk.text(),
        text.chunkMetadata(0, 1),
        text.chunkProvenance(chunk, Optional.empty()),
        Traits.PLAIN.kind(),
        text.place().inStream(text.externalId, 0));
  }

  UUID id() {
    return MemoryIds.ofDocument(message.tenantId(), message.space(), message.source(), externalId);
  }

  NewMemory chunk(Chunk chunk, int chunks) {
    return memory(
        chunkId(chunk.number()),
        chunk.text(),
        chunkMetadata(chunk.number(), chunks),
        chunkProvenance(chunk, Optional.of(id())),
        Traits.PLAIN.kind(),
        place().inStream(externalId, chunk.number()));
  }

  /** The memory of the document as a whole. */
  NewMemory whole(List<Chunk> chunks, List<Part> parts, Optional<UUID> container) {
    Map<String, Object> metadata = metadata();
    metadata.put("document", true);
    metadata.put("content_type", document.contentType());
    metadata.put("size", size);
    metadata.put("chunks", chunks.size());
    if (container.isEmpty()) {
      // So that other bytes are another version, even where nothing else of the whole shows it.
      message.content().digest().ifPresent(digest -> metadata.put("sha256", digest));
    }
    document.properties().forEach(metadata::putIfAbsent);
    if (!document.hasText() && !isContainer()) {
      metadata.putIfAbsent(DocumentProperty.EXTRACTION, "filename_only");
    }
    if (document.status() == Status.CUT) {
      metadata.put("cut", true);
    }
    String language = Chunker.usualLanguage(chunks);
    if (!language.isEmpty()) {
      metadata.put("language", language);
    }
    if (!parts.isEmpty()) {
      metadata.put("parts", parts.size());
      metadata.put("unread", unread(parts));
    }
    Map<String, Object> provenance = provenance(container);
    if (container.isEmpty()) {
      message.content().blobKey().ifPresent(key -> provenance.put(Provenance.BLOB, key));
    }
    return memory(
        id(),
        DocumentSummary.of(file, size, document, chunks, parts),
        metadata,
        provenance,
        KIND,
        place());
  }

  private boolean isContainer() {
    return document.status() == Status.OK;
  }

  private static List<Map<String, String>> unread(List<Part> parts) {
    return parts.stream()
        .filter(part -> ReadingProblem.of(part.document()).isPresent())
        .limit(MOST_PARTS_NAMED)
        .map(
            part ->
                Map.of(
                    "path",
                    part.path(),
                    "code",
                    part.document().refusal().map(Refusal::text).orElse("damaged"),
                    "reason",
                    part.document().reason().orElse("")))
        .toList();
  }

  private UUID chunkId(int number) {
    return MemoryIds.ofChunk(
        message.tenantId(), message.space(), message.source(), externalId, number);
  }

  private Map<String, Object> chunkMetadata(int number, int chunks) {
    Map<String, Object> metadata = metadata();
    metadata.put("chunk", number);
    metadata.put("chunks", chunks);
    if (document.properties().containsKey(DocumentProperty.EXTRACTION)) {
      metadata.put(
          DocumentProperty.EXTRACTION, document.properties().get(DocumentProperty.EXTRACTION));
    }
    return metadata;
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>(message.attributes().metadata());
    metadata.put("file", file);
    path.ifPresent(value -> metadata.put("path", value));
    // What is attached to a mail came with it; a mail within a mail speaks for itself.
    Map<String, String> mail =
        document.properties().containsKey(DocumentProperty.SENDER)
            ? document.properties()
            : delivered.properties();
    for (String name : OF_MAIL) {
      if (mail.containsKey(name)) {
        metadata.put(name, mail.get(name));
      }
    }
    return metadata;
  }

  private Map<String, Object> chunkProvenance(Chunk chunk, Optional<UUID> whole) {
    Map<String, Object> provenance = provenance(whole);
    if (chunk.firstPage() > 0) {
      provenance.put("pages", List.of(chunk.firstPage(), chunk.lastPage()));
    }
    if (!chunk.path().isEmpty()) {
      provenance.put("heading", chunk.heading());
      provenance.put("heading_path", chunk.path());
    }
    if (chunk.quoted()) {
      provenance.put("quoted", true);
    }
    if (!chunk.language().isEmpty()) {
      provenance.put("language", chunk.language());
    }
    return provenance;
  }

  private Map<String, Object> provenance(Optional<UUID> whole) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("external_id", message.externalId());
    provenance.put("batch", message.batchId().toString());
    whole.ifPresent(id -> provenance.put(Provenance.PART_OF, id.toString()));
    return provenance;
  }

  private Place place() {
    return Place.ANYWHERE.withContainerTag(message.attributes().containerTag());
  }

  private NewMemory memory(
      UUID id,
      String text,
      Map<String, Object> metadata,
      Map<String, Object> provenance,
      String kind,
      Place place) {
    return NewMemory.builder(message.space(), text, message.source())
        .id(id)
        .metadata(metadata)
        .traits(Traits.PLAIN.withKind(kind).withCategory(message.attributes().category()))
        .place(place)
        .origin(Origin.of(message.source()).withProvenance(provenance))
        .importance(message.attributes().importance())
        .validFrom(sent())
        .build();
  }

  /** When a mail was sent; anything else begins to hold when it comes. */
  private Optional<Instant> sent() {
    String date =
        document.properties().containsKey(DocumentProperty.DATE)
            ? document.properties().get(DocumentProperty.DATE)
            : delivered.properties().get(DocumentProperty.DATE);
    try {
      return Optional.ofNullable(date)
          .map(Instant::parse)
          .filter(moment -> !moment.isAfter(message.acceptedAt()))
          .filter(moment -> moment.isAfter(Instant.EPOCH));
    } catch (DateTimeException e) {
      // Whoever sent it wrote nonsense; it is known since it came.
      return Optional.empty();
    }
  }
}
