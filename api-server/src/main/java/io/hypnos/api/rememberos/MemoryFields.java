package io.hypnos.api.rememberos;

import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.memory.MemoryPatch;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import java.util.Map;
import java.util.Optional;

/** The fields of memories in requests. */
final class MemoryFields {
  static final int LONGEST_TEXT = 10_000;
  static final int LONGEST_TAG = 128;
  static final int LARGEST_METADATA = 16 * 1024;

  private static final int LONGEST_WORD = 64;
  private static final double USUAL_IMPORTANCE = 0.7;
  private static final String USUAL_SOURCE = "api";

  private MemoryFields() {}

  /** A memory to write; fails when a field is wrong. */
  static NewMemory memory(JsonFields fields, String collection) {
    String text = fields.requiredText("text", 1, LONGEST_TEXT);
    refuseBlank(fields, "text", text);
    Optional<Double> importance = fields.number("importance", 0, 1);
    Optional<String> category = fields.text("category", 1, LONGEST_WORD);
    Optional<String> source = fields.text("source", 1, LONGEST_WORD);
    Map<String, Object> metadata = fields.object("metadata", LARGEST_METADATA);
    Optional<String> tag = fields.text("container_tag", 1, LONGEST_TAG);
    fields.check();
    return NewMemory.builder(collection, text, source.orElse(USUAL_SOURCE))
        .importance(Optional.of(importance.orElse(USUAL_IMPORTANCE)))
        .traits(Traits.PLAIN.withCategory(Optional.of(category.orElse(MemoryView.OTHER))))
        .metadata(metadata)
        .place(Place.ANYWHERE.withContainerTag(tag))
        .build();
  }

  /** What to change of a memory; what is absent or null stays. */
  static MemoryPatch patch(JsonFields fields) {
    Optional<String> text = fields.text("text", 1, LONGEST_TEXT);
    text.ifPresent(other -> refuseBlank(fields, "text", other));
    Optional<Double> importance = fields.number("importance", 0, 1);
    Optional<String> category = fields.text("category", 1, LONGEST_WORD);
    Optional<Map<String, Object>> metadata = metadata(fields);
    fields.check();
    MemoryPatch patch = MemoryPatch.NOTHING;
    patch = text.map(patch::withContent).orElse(patch);
    patch = metadata.map(patch::withMetadata).orElse(patch);
    patch = importance.map(patch::withImportance).orElse(patch);
    return category.map(Optional::of).map(patch::withCategory).orElse(patch);
  }

  static Optional<Map<String, Object>> metadata(JsonFields fields) {
    Map<String, Object> metadata = fields.object("metadata", LARGEST_METADATA);
    return fields.has("metadata") ? Optional.of(metadata) : Optional.empty();
  }

  static void refuseBlank(JsonFields fields, String name, String text) {
    if (!text.isEmpty() && text.isBlank()) {
      fields.reject(name, "String should hold more than white space", "value_error");
    }
  }
}
