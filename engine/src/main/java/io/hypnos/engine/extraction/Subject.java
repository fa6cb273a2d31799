package io.hypnos.engine.extraction;

import java.util.Locale;
import java.util.Optional;

/**
 * Whom or what a fact is about.
 *
 * @param name as written, for what is not the speaker or a party of the talk
 */
public record Subject(Kind kind, Optional<String> name) {
  /** The parties of a talk, and all the rest. */
  public enum Kind {
    /** The person whose memory it is. */
    SELF,
    ORGANIZATION,
    AGENT,
    EXTERNAL
  }

  private static final int LONGEST_NAME = 200;

  public static final Subject SELF = new Subject(Kind.SELF, Optional.empty());
  public static final Subject ORGANIZATION = new Subject(Kind.ORGANIZATION, Optional.empty());
  public static final Subject AGENT = new Subject(Kind.AGENT, Optional.empty());

  public static Subject external(String name) {
    String bounded = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return new Subject(Kind.EXTERNAL, Optional.of(bounded));
  }

  /** The same for two spellings of one subject: {@code user:self}, {@code external:anna-lee}. */
  public String reference() {
    return switch (kind) {
      case SELF -> "user:self";
      case AGENT -> "agent:self";
      case ORGANIZATION -> "organization:" + slug(name.orElse("self"));
      case EXTERNAL -> "external:" + slug(name.orElse("unknown"));
    };
  }

  /** Whether two names mean one subject. */
  boolean isSame(Subject other) {
    return kind == other.kind && (name.equals(other.name) || reference().equals(other.reference()));
  }

  private static String slug(String name) {
    StringBuilder slug = new StringBuilder();
    for (Word word : Words.of(name)) {
      boolean said = word.kind() != Word.Kind.MARK && !word.key().equals("the");
      if (said && (slug.length() == 0 || slug.charAt(slug.length() - 1) != '-')) {
        slug.append(slug.length() == 0 ? "" : "-").append(word.key());
      }
    }
    return slug.toString().toLowerCase(Locale.ROOT);
  }
}
