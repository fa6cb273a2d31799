package io.hypnos.engine.filter;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What memories must be like. Everything that is said must hold; what is not said does not matter.
 *
 * @param fields exact values of columns
 * @param kinds one of these; empty for any
 * @param levels one of these; empty for any
 * @param notBy not written by this key
 * @param recorded when it was recorded
 * @param valid when it was true
 * @param provenance exact values of the provenance
 * @param notProvenance values that the provenance does not have
 * @param containing metadata has all of this (JSON containment)
 */
public record MemoryFilter(
    Map<Field, String> fields,
    List<String> kinds,
    List<Integer> levels,
    Optional<UUID> by,
    Optional<UUID> notBy,
    Window recorded,
    Window valid,
    Map<String, String> provenance,
    Map<String, String> notProvenance,
    List<MetadataCondition> conditions,
    Map<String, Object> containing) {
  public static final MemoryFilter NONE =
      new MemoryFilter(
          Map.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Window.ALWAYS,
          Window.ALWAYS,
          Map.of(),
          Map.of(),
          List.of(),
          Map.of());

  public MemoryFilter {
    fields = Map.copyOf(fields);
    kinds = List.copyOf(kinds);
    levels = List.copyOf(levels);
    provenance = Map.copyOf(provenance);
    notProvenance = Map.copyOf(notProvenance);
    conditions = List.copyOf(conditions);
  }

  /** Columns that are compared as they are; their names in the record and in the index. */
  public enum Field {
    CATEGORY("category"),
    SUBCATEGORY("subcategory"),
    CONTAINER_TAG("container_tag"),
    STREAM("stream"),
    SPEAKER("speaker"),
    AGENT("agent"),
    ORGANIZATION("organization"),
    SOURCE("source"),
    OWNER("owner_id");

    private final String column;

    Field(String column) {
      this.column = column;
    }

    public String column() {
      return column;
    }
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  public MemoryFilter with(Field field, String value) {
    Map<Field, String> more = new java.util.EnumMap<>(Field.class);
    more.putAll(fields);
    more.put(field, value);
    return new MemoryFilter(
        more,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        valid,
        provenance,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withKinds(List<String> other) {
    return new MemoryFilter(
        fields,
        other,
        levels,
        by,
        notBy,
        recorded,
        valid,
        provenance,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withNotBy(Optional<UUID> other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        other,
        recorded,
        valid,
        provenance,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withRecorded(Window other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        other,
        valid,
        provenance,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withValid(Window other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        other,
        provenance,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withProvenance(Map<String, String> other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        valid,
        other,
        notProvenance,
        conditions,
        containing);
  }

  public MemoryFilter withoutProvenance(Map<String, String> other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        valid,
        provenance,
        other,
        conditions,
        containing);
  }

  public MemoryFilter withConditions(List<MetadataCondition> other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        valid,
        provenance,
        notProvenance,
        other,
        containing);
  }

  public MemoryFilter withContaining(Map<String, Object> other) {
    return new MemoryFilter(
        fields,
        kinds,
        levels,
        by,
        notBy,
        recorded,
        valid,
        provenance,
        notProvenance,
        conditions,
        other);
  }
}
