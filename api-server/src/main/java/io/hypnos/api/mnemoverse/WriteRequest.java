package io.hypnos.api.mnemoverse;

import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.TextRules;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** An atom to write. */
record WriteRequest(
    String content,
    List<String> concepts,
    String domain,
    Map<String, Object> metadata,
    Optional<String> externalRef,
    Optional<String> fingerprint,
    List<UUID> supersedes,
    Map<String, Object> author) {
  /** Only what a body can hold bounds it; very long ones are kept but not associated. */
  static final int LONGEST_CONCEPT = Integer.MAX_VALUE;

  private static final int LONGEST_CONTENT = 10_000;
  private static final int MOST_CONCEPTS = 256;
  private static final int LARGEST_METADATA = 65_536;
  private static final int LONGEST_REF = 255;
  private static final int LONGEST_FINGERPRINT = 512;
  private static final int MOST_SUPERSEDED = 32;

  /**
   * @param believed whether the caller may say who the author is
   */
  static WriteRequest from(JsonFields fields, boolean believed) {
    WriteRequest request =
        new WriteRequest(
            fields.requiredText("content", 1, LONGEST_CONTENT),
            fields.texts("concepts", MOST_CONCEPTS, LONGEST_CONCEPT),
            fields.text("domain", 1, Domain.LONGEST).orElse(Domain.DEFAULT),
            fields.object("metadata", LARGEST_METADATA),
            fields.text("external_ref", 1, LONGEST_REF),
            fields.text("fingerprint", 0, LONGEST_FINGERPRINT).filter(key -> !key.isEmpty()),
            fields.ids("supersedes", MOST_SUPERSEDED),
            Author.from(fields, believed));
    if (!request.content().isEmpty() && TextRules.isBlank(request.content())) {
      fields.reject("content", "String should hold more than white space", "value_error");
    }
    fields.refuseUnknown();
    fields.check();
    return request;
  }

  NewMemory memory() {
    return NewMemory.builder(domain, content, "api")
        .concepts(concepts)
        .metadata(metadata)
        .origin(
            Origin.of("api")
                .withExternalRef(externalRef)
                .withEpisodicKey(fingerprint)
                .withProvenance(author))
        .supersedes(supersedes)
        .build();
  }
}
