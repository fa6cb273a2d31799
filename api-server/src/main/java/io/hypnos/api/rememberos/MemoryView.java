package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.engine.attachment.Attachment;
import io.hypnos.engine.memory.Life;
import io.hypnos.engine.memory.Memory;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A memory as this dialect shows it. */
record MemoryView(
    UUID id,
    String text,
    double importance,
    String category,
    String source,
    Map<String, Object> metadata,
    List<Image> images,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("updated_at") Instant updatedAt,
    boolean pinned,
    boolean archived,
    @JsonProperty("created_by") Agent createdBy,
    @JsonProperty("container_tag") String containerTag,
    String collection,
    String type,
    @JsonProperty("is_latest") boolean isLatest,
    @JsonProperty("expires_at") Instant expiresAt) {
  static final String OTHER = "other";

  private static final Set<String> TYPES = Set.of("fact", "preference", "episode");

  /** The key that wrote it. */
  record Agent(UUID id, String label) {}

  /**
   * @param url works for a short while
   */
  record Image(
      int index,
      String filename,
      @JsonProperty("content_type") String contentType,
      long size,
      URI url) {
    static Image of(Attachment file, URI link) {
      return new Image(file.index(), file.filename(), file.contentType(), file.size(), link);
    }
  }

  static MemoryView of(Memory memory, List<Image> images, Optional<Agent> createdBy) {
    return new MemoryView(
        memory.id(),
        memory.content(),
        memory.importance(),
        memory.traits().category().orElse(OTHER),
        memory.origin().source(),
        memory.metadata(),
        images,
        memory.recordedAt(),
        memory.updatedAt(),
        memory.life().pinned(),
        memory.life().isArchived(),
        createdBy.orElse(null),
        memory.place().containerTag().orElse(null),
        memory.space(),
        type(memory),
        memory.state() != Life.State.SUPERSEDED,
        memory.life().expiresAt().orElse(null));
  }

  /** Null for what is no kind of fact. */
  static String type(Memory memory) {
    return Optional.of(memory.traits().kind()).filter(TYPES::contains).orElse(null);
  }
}
