package io.hypnos.engine.version;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a version keeps of a memory.
 *
 * @param owner the person it belonged to at that time, by which the version is later judged
 * @param mode its permission bits at that time
 */
public record Snapshot(
    UUID memoryId,
    String space,
    String content,
    Optional<String> category,
    Optional<String> subcategory,
    Map<String, Object> metadata,
    Optional<String> verbatim,
    Optional<String> owner,
    Optional<String> group,
    Optional<Integer> mode,
    Map<String, Object> provenance) {

  public Snapshot {
    // A JSON object may hold nulls, which Map.copyOf refuses.
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  /** Nothing but a text, for what has no more to say. */
  public static Snapshot ofText(UUID memoryId, String space, String content) {
    return new Snapshot(
        memoryId,
        space,
        content,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  /** Whether both say the same; whose and where they are does not count. */
  public boolean saysTheSameAs(Snapshot other) {
    return content.equals(other.content)
        && category.equals(other.category)
        && subcategory.equals(other.subcategory)
        && verbatim.equals(other.verbatim)
        && CanonicalJson.of(metadata).equals(CanonicalJson.of(other.metadata));
  }

  /** What this one says, as a version of what the other is. */
  public Snapshot inPlaceOf(Snapshot other) {
    return new Snapshot(
        other.memoryId,
        other.space,
        content,
        category,
        subcategory,
        metadata,
        verbatim,
        other.owner,
        other.group,
        other.mode,
        provenance);
  }
}
