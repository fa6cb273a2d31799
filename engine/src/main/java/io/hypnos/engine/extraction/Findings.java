package io.hypnos.engine.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what the rules understand of one clause and gives each the status of the clause. */
final class Findings {
  private final Clause clause;
  private final Lead lead;
  private final Speaker speaker;
  private final VerbGroup group;
  private final List<Draft> drafts = new ArrayList<>();
  private Subject subject;
  private boolean changes;
  private boolean historical;
  private boolean ends;
  private boolean inverted;
  private Optional<String> former = Optional.empty();

  Findings(Clause clause, Lead lead, Subject subject, VerbGroup group, Speaker speaker) {
    this.clause = clause;
    this.lead = lead;
    this.subject = subject;
    this.group = group;
    this.speaker = speaker;
    this.historical = group.historical();
  }

  List<Draft> drafts() {
    return drafts;
  }

  /** What follows is new: a verb of change. */
  Findings changing() {
    changes = true;
    return this;
  }

  /** What follows is over: "sold", "left". */
  Findings ending() {
    ends = true;
    return this;
  }

  /** What follows was so: a plain past of a verb of state. */
  Findings pastIsOver() {
    historical |= group.past();
    return this;
  }

  /** What follows is meant the other way round: "hate" for "like". */
  Findings inverting() {
    inverted = true;
    return this;
  }

  Findings from(String value) {
    former = value.isBlank() ? Optional.empty() : Optional.of(value);
    return this;
  }

  Findings one(Attribute attribute, String slot, ValueSpan.Words value) {
    return value.isEmpty()
        ? this
        : add(attribute, slot, true, clause.text(value.from(), value.to()), Optional.empty());
  }

  Findings one(Attribute attribute, String slot, String value) {
    return value.isBlank() ? this : add(attribute, slot, true, value, Optional.empty());
  }

  Findings many(Attribute attribute, String slot, List<ValueSpan.Words> values) {
    for (ValueSpan.Words value : values) {
      Optional<ValueSpan.Words> part = values.size() > 1 ? Optional.of(value) : Optional.empty();
      add(attribute, slot, false, clause.text(value.from(), value.to()), part);
    }
    return this;
  }

  Findings many(Attribute attribute, String slot, String value) {
    return value.isBlank() ? this : add(attribute, slot, false, value, Optional.empty());
  }

  /** Who somebody is to the speaker: the claim is the speaker's. */
  Findings kin(String slot, boolean single, String name) {
    subject = speaker.self();
    return add(Attribute.RELATIONSHIP, slot, single, name, Optional.empty());
  }

  /** A statement of a type without anything to compare. */
  Findings plain(FactType type) {
    drafts.add(
        new Draft(
            subject, type, Optional.empty(), polarity(), temporal(), change(), Optional.empty()));
    return this;
  }

  private Findings add(
      Attribute attribute,
      String slot,
      boolean single,
      String value,
      Optional<ValueSpan.Words> part) {
    return addCanonical(attribute, slot, single, value, Canonical.of(value), part);
  }

  Findings addCanonical(
      Attribute attribute,
      String slot,
      boolean single,
      String value,
      String canonical,
      Optional<ValueSpan.Words> part) {
    if (canonical.isEmpty()) {
      return this;
    }
    Claim claim = new Claim(attribute, slot, single, value, canonical, former.map(Canonical::of));
    drafts.add(
        new Draft(
            subject, type(attribute), Optional.of(claim), polarity(), temporal(), change(), part));
    return this;
  }

  private FactType type(Attribute attribute) {
    return switch (attribute) {
      case PREFERENCE -> FactType.PREFERENCE;
      case SCHEDULE -> FactType.EPISODE;
      default -> FactType.FACT;
    };
  }

  private boolean isOver() {
    return ends || group.ended() || (group.negative() && !historical);
  }

  private Polarity polarity() {
    return isOver() != inverted ? Polarity.NEGATIVE : Polarity.POSITIVE;
  }

  private TemporalStatus temporal() {
    if (group.planned()) {
      return TemporalStatus.PLANNED;
    } else if (historical) {
      return TemporalStatus.HISTORICAL;
    }
    return isOver() ? TemporalStatus.NEGATED : TemporalStatus.CURRENT;
  }

  private ChangeType change() {
    if (lead.denied()) {
      return ChangeType.CONTRADICTION;
    } else if (historical) {
      return ChangeType.HISTORICAL;
    } else if (isOver()) {
      return ChangeType.NEGATION;
    } else if (group.still()) {
      return ChangeType.REAFFIRM;
    } else if (changes || group.begun() || group.now() || lead.corrected()) {
      return ChangeType.UPDATE;
    }
    return ChangeType.ADDITION;
  }
}
