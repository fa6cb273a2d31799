package io.hypnos.engine.extraction;

import java.util.Optional;

/** Who says a text, which is who "I" is. */
public record Speaker(Role role, Optional<String> name) {
  /** The part of a speaker in the talk. */
  public enum Role {
    /** The person whose memory it is. */
    USER,
    /** The assistant. */
    AGENT,
    /** Somebody else, by name. */
    OTHER
  }

  public static final Speaker USER = new Speaker(Role.USER, Optional.empty());
  public static final Speaker AGENT = new Speaker(Role.AGENT, Optional.empty());

  public static Speaker other(String name) {
    return new Speaker(Role.OTHER, Optional.of(name));
  }

  Subject self() {
    return switch (role) {
      case USER -> Subject.SELF;
      case AGENT -> Subject.AGENT;
      case OTHER -> Subject.external(name.orElse("unknown"));
    };
  }

  /** Whom the speaker calls "you"; unknown when neither is the assistant. */
  Optional<Subject> addressed() {
    return switch (role) {
      case USER -> Optional.of(Subject.AGENT);
      case AGENT -> Optional.of(Subject.SELF);
      case OTHER -> Optional.empty();
    };
  }
}
