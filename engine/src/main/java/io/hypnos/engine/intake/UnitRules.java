package io.hypnos.engine.intake;

import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.StorableText;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which events, texts and records intake takes. */
final class UnitRules {
  /** What one memory may hold. */
  private static final int LONGEST_EVENT = 100_000;

  private static final int LONGEST_NAME = 1_024;
  private static final int LONGEST_LABEL = 255;
  private static final int LONGEST_STREAM = 512;
  private static final int LONGEST_SPEAKER = 256;
  private static final int LONGEST_TAG = 512;
  private static final int MOST_METADATA = 65_536;

  private final long longestText;

  /**
   * @param longestText bytes of a text
   */
  UnitRules(long longestText) {
    this.longestText = longestText;
  }

  /** Why a unit is refused; empty when it is fine. */
  Optional<String> refuse(IntakeUnit unit) {
    try {
      return problemOf(unit);
    } catch (HypnosException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> problemOf(IntakeUnit unit) {
    boolean deleted = unit.revision().map(revision -> revision.deleted()).orElse(false);
    if (deleted) {
      return unit.externalId().isEmpty() ? Optional.of("a deletion needs a name") : name(unit);
    }
    String text = unit.text().orElse("");
    if (text.isBlank()) {
      return Optional.of("the text is empty");
    }
    StorableText.require("text", text);
    if (unit.occasion().isPresent() && text.codePointCount(0, text.length()) > LONGEST_EVENT) {
      return Optional.of("the text is longer than " + LONGEST_EVENT + " characters");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > longestText) {
      return Optional.of("the text is longer than " + longestText + " bytes");
    }
    return name(unit).or(() -> traits(unit)).or(() -> occasion(unit)).or(() -> policy(unit));
  }

  private static Optional<String> name(IntakeUnit unit) {
    if (unit.revision().isPresent() && unit.externalId().isEmpty()) {
      return Optional.of("a version of a record needs a name");
    }
    unit.externalId().ifPresent(name -> StorableText.require("external id", name));
    StorableText.require("label", unit.label());
    if (unit.externalId()
        .filter(name -> name.isBlank() || name.length() > LONGEST_NAME)
        .isPresent()) {
      return Optional.of("the name has 1 to " + LONGEST_NAME + " characters");
    }
    return longer("label", Optional.of(unit.label()), LONGEST_LABEL);
  }

  private static Optional<String> traits(IntakeUnit unit) {
    Map<String, Object> metadata = unit.traits().metadata();
    StorableText.requireAll("metadata", metadata);
    try {
      if (JsonMapper.shared().writeValueAsBytes(metadata).length > MOST_METADATA) {
        return Optional.of("the metadata is longer than " + MOST_METADATA + " bytes");
      }
    } catch (JacksonException e) {
      return Optional.of("the metadata is not JSON");
    }
    unit.traits().containerTag().ifPresent(tag -> StorableText.require("container tag", tag));
    unit.traits().category().ifPresent(category -> StorableText.require("category", category));
    if (unit.traits().importance().filter(worth -> !(worth >= 0 && worth <= 1)).isPresent()) {
      return Optional.of("the importance is between 0 and 1");
    }
    return longer("container tag", unit.traits().containerTag(), LONGEST_TAG)
        .or(() -> longer("category", unit.traits().category(), LONGEST_TAG));
  }

  private static Optional<String> occasion(IntakeUnit unit) {
    if (unit.occasion().isEmpty()) {
      return Optional.empty();
    }
    Occasion occasion = unit.occasion().get();
    occasion.stream().ifPresent(text -> StorableText.require("stream", text));
    occasion.speaker().ifPresent(text -> StorableText.require("speaker", text));
    occasion.agent().ifPresent(text -> StorableText.require("agent", text));
    return longer("stream", occasion.stream(), LONGEST_STREAM)
        .or(() -> longer("speaker", occasion.speaker(), LONGEST_SPEAKER))
        .or(() -> longer("agent", occasion.agent(), LONGEST_SPEAKER));
  }

  private static Optional<String> policy(IntakeUnit unit) {
    return unit.policy().filter(name -> WritePolicy.named(name).isEmpty()).isPresent()
        ? Optional.of("there is no such policy")
        : Optional.empty();
  }

  private static Optional<String> longer(String what, Optional<String> text, int longest) {
    return text.filter(value -> value.length() > longest)
        .map(value -> "the %s is longer than %d characters".formatted(what, longest));
  }
}
