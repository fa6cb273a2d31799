package io.hypnos.api.rememberos;

import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.TextRules;
import io.hypnos.api.web.Violation;
import java.util.List;

/** The name of a collection: 1 to 128 characters, no slash, no control characters. */
final class CollectionName {
  static final int LONGEST = 128;

  private CollectionName() {}

  /** The name when it can be one; case matters and nothing is trimmed. */
  static String require(String name) {
    return require(name, "path", "collection");
  }

  /** The same for a name that stands elsewhere. */
  static String require(String name, Object... where) {
    int length = TextRules.length(name);
    boolean fits = length >= 1 && length <= LONGEST;
    boolean plain =
        TextRules.isStorable(name)
            && name.indexOf('/') < 0
            && name.chars().noneMatch(Character::isISOControl);
    if (fits && plain) {
      return name;
    }
    throw new FailedRequestException(
        Failure.invalid(
            List.of(
                new Violation(
                    List.of(where),
                    "A collection name has 1 to 128 characters, no slash and no control"
                        + " characters",
                    "string_pattern_mismatch"))));
  }
}
