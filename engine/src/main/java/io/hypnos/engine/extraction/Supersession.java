package io.hypnos.engine.extraction;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a newer fact does to an older one. Pure. Only facts that were understood can end one
 * another: same subject, same attribute, same slot; never because two texts look alike.
 */
public final class Supersession {
  private static final double SURE = 0.7;
  private static final Set<String> ANY_JOB = Set.of("job", "position");
  private static final List<Set<String>> OPPOSITES =
      opposites(
          """
          dark light|short long|brief detailed|concise detailed|early late|hot cold|morning evening
          |formal informal|casual formal|aisle window|tab space|hot iced|sweet savory|loud quiet
          |red white|indoor outdoor|city countryside|summer winter|digital paper
          """);

  private Supersession() {}

  /** The relation of a newer fact to an older one. */
  public static Verdict of(Fact newer, Fact older) {
    if (!newer.subject().isSame(older.subject())) {
      return none("another subject");
    } else if (newer.claim().isEmpty() || older.claim().isEmpty()) {
      return Canonical.of(newer.statement()).equals(Canonical.of(older.statement()))
              && newer.polarity() == older.polarity()
          ? new Verdict(Relation.REAFFIRMS, "the same statement")
          : none("not understood well enough to compare");
    }
    Claim ours = newer.claim().get();
    Claim theirs = older.claim().get();
    if (ours.former().isPresent() && isFormer(ours, theirs)) {
      return judged(newer, "changed from " + theirs.value());
    } else if (ours.attribute() != theirs.attribute()) {
      return none("another attribute");
    } else if (!ours.slot().equals(theirs.slot())) {
      return new Verdict(Relation.EXTENDS, "another side of the same");
    }
    return sameSlot(newer, older, ours, theirs);
  }

  /** "From Jira to Linear" ends what is said of Jira in the same way, whatever the purpose. */
  private static boolean isFormer(Claim ours, Claim theirs) {
    boolean kindred =
        ours.slot().equals(theirs.slot())
            || (ours.slot().startsWith("tool") && theirs.slot().startsWith("tool"));
    return ours.attribute() == theirs.attribute()
        && kindred
        && ours.former().orElseThrow().equals(theirs.canonical());
  }

  private static Verdict sameSlot(Fact newer, Fact older, Claim ours, Claim theirs) {
    boolean same = ours.canonical().equals(theirs.canonical());
    if (newer.temporal() == TemporalStatus.PLANNED) {
      return same && older.temporal() == TemporalStatus.PLANNED
          ? new Verdict(Relation.REAFFIRMS, "the same plan")
          : new Verdict(Relation.EXTENDS, "a plan changes nothing yet");
    } else if (older.temporal() == TemporalStatus.HISTORICAL) {
      return same && newer.temporal() == TemporalStatus.HISTORICAL
          ? new Verdict(Relation.REAFFIRMS, "the same past")
          : new Verdict(Relation.EXTENDS, "the older one is about the past");
    } else if (newer.temporal() == TemporalStatus.HISTORICAL) {
      return same
              && older.polarity() == newer.polarity()
              && older.temporal() == TemporalStatus.CURRENT
          ? judged(newer, "no longer so")
          : new Verdict(Relation.EXTENDS, "the newer one is about the past");
    }
    return same ? sameValue(newer, older) : otherValue(newer, older, ours, theirs);
  }

  private static Verdict sameValue(Fact newer, Fact older) {
    if (older.temporal() == TemporalStatus.PLANNED) {
      return newer.polarity() == Polarity.POSITIVE
          ? judged(newer, "the plan has become fact")
          : judged(newer, "the plan is off");
    } else if (newer.polarity() == older.polarity()) {
      return new Verdict(Relation.REAFFIRMS, "the same value");
    } else if (newer.change() == ChangeType.CONTRADICTION) {
      return new Verdict(Relation.CONTRADICTS, "denied");
    }
    return judged(newer, newer.polarity() == Polarity.NEGATIVE ? "no longer so" : "so again");
  }

  private static Verdict otherValue(Fact newer, Fact older, Claim ours, Claim theirs) {
    boolean bothPositive =
        newer.polarity() == Polarity.POSITIVE && older.polarity() == Polarity.POSITIVE;
    if (ours.attribute() == Attribute.SCHEDULE) {
      return schedule(newer, ours.canonical(), theirs.canonical());
    } else if (!bothPositive) {
      boolean endsAnyJob =
          ours.slot().equals("employer")
              && newer.polarity() == Polarity.NEGATIVE
              && ANY_JOB.contains(ours.canonical())
              && older.polarity() == Polarity.POSITIVE;
      return endsAnyJob
          ? judged(newer, "the job is over")
          : extending("what is denied is another value");
    } else if (older.temporal() == TemporalStatus.PLANNED) {
      return extending("the older one is a plan");
    } else if (ours.former().isPresent()) {
      return extending("changed from another value");
    } else if (!theirs.single() || !ours.single()) {
      return areOpposites(ours.canonical(), theirs.canonical())
          ? judged(newer, "the opposite")
          : extending("more than one may hold");
    }
    return single(newer, ours.canonical(), theirs.canonical());
  }

  private static Verdict single(Fact newer, String ours, String theirs) {
    Set<String> fresh = words(ours);
    Set<String> old = words(theirs);
    if (fresh.containsAll(old)) {
      return extending("more exact");
    } else if (old.containsAll(fresh)) {
      return new Verdict(Relation.REAFFIRMS, "a part of what is known");
    }
    return judged(newer, "one value at a time");
  }

  /** Day against day and time against time: "on Friday" and "at 3 pm" complete each other. */
  private static Verdict schedule(Fact newer, String ours, String theirs) {
    boolean cancelled = ours.equals("cancelled");
    if (cancelled || theirs.equals("cancelled")) {
      return judged(newer, cancelled ? "cancelled" : "on again");
    } else if (newer.polarity() == Polarity.NEGATIVE) {
      return extending("what is denied is another time");
    }
    String ourDay = ours.substring(0, dayEnd(ours));
    String theirDay = theirs.substring(0, dayEnd(theirs));
    String ourTime = ours.substring(dayEnd(ours));
    String theirTime = theirs.substring(dayEnd(theirs));
    boolean otherDay = !ourDay.isEmpty() && !theirDay.isEmpty() && !ourDay.equals(theirDay);
    boolean otherTime = !ourTime.isEmpty() && !theirTime.isEmpty() && !ourTime.equals(theirTime);
    boolean daysTold = ourDay.isEmpty() == theirDay.isEmpty();
    if (otherDay && newer.change() != ChangeType.UPDATE) {
      // Without "moved" the same name on another day is as well another meeting.
      return new Verdict(Relation.CONTRADICTS, "another day, but not said to be moved");
    } else if (otherDay || (otherTime && (daysTold || newer.change() == ChangeType.UPDATE))) {
      return judged(newer, "another time");
    }
    return extending("completes the time");
  }

  private static int dayEnd(String canonical) {
    int time = canonical.indexOf('T');
    return time < 0 ? canonical.length() : time;
  }

  private static boolean areOpposites(String ours, String theirs) {
    Set<String> onlyOurs = words(ours);
    Set<String> onlyTheirs = words(theirs);
    Set<String> shared = new HashSet<>(onlyOurs);
    shared.retainAll(onlyTheirs);
    onlyOurs.removeAll(shared);
    onlyTheirs.removeAll(shared);
    if (shared.isEmpty() || onlyOurs.size() != 1 || onlyTheirs.size() != 1) {
      return false;
    }
    Set<String> pair = new HashSet<>(onlyOurs);
    pair.addAll(onlyTheirs);
    return OPPOSITES.contains(pair);
  }

  /** A claim that is not sure does not drop what was known. */
  private static Verdict judged(Fact newer, String reason) {
    if (newer.change() == ChangeType.CONTRADICTION) {
      return new Verdict(Relation.CONTRADICTS, "denied");
    }
    return newer.confidence() >= SURE
        ? new Verdict(Relation.UPDATES, reason)
        : new Verdict(Relation.CONTRADICTS, reason + ", but not sure");
  }

  private static Verdict extending(String reason) {
    return new Verdict(Relation.EXTENDS, reason);
  }

  private static Verdict none(String reason) {
    return new Verdict(Relation.NONE, reason);
  }

  private static Set<String> words(String canonical) {
    return new HashSet<>(Arrays.asList(canonical.split(" ")));
  }

  private static List<Set<String>> opposites(String table) {
    return Arrays.stream(table.strip().split("\\|"))
        .map(pair -> Arrays.stream(pair.strip().split(" ")).map(Stems::of).toList())
        .map(pair -> Set.of(pair.get(0), pair.get(1)))
        .toList();
  }
}
