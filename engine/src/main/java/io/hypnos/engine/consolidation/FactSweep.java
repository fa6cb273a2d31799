package io.hypnos.engine.consolidation;

import io.hypnos.engine.extraction.Claim;
import io.hypnos.engine.extraction.Fact;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.extraction.Supersession;
import io.hypnos.engine.extraction.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Facts of a space beside each other, oldest first: which ones newer ones have ended, and which
 * contradict each other. Only facts about the same attribute are compared, so the work grows with
 * the facts, not with their pairs.
 */
public final class FactSweep {
  /** Of one attribute of one subject so many of the latest facts are looked at. */
  private static final int LATEST = 20;

  private FactSweep() {}

  /**
   * A memory with the facts in it.
   *
   * @param saidAt when it was said
   */
  public record Source(UUID memory, Object room, Instant saidAt, List<Fact> facts) {}

  /** What a newer memory does to an older one. */
  public record Finding(UUID newer, UUID older, Relation relation, String reason) {}

  private record Known(Source source, Fact fact) {}

  public static List<Finding> of(List<Source> sources) {
    List<Source> ordered =
        sources.stream()
            .sorted(Comparator.comparing(Source::saidAt).thenComparing(Source::memory))
            .toList();
    Map<List<Object>, List<Known>> known = new HashMap<>();
    Map<UUID, Finding> ended = new HashMap<>();
    List<Finding> contradictions = new ArrayList<>();
    for (Source source : ordered) {
      for (Fact fact : source.facts()) {
        Optional<List<Object>> matter = matter(source, fact);
        if (matter.isEmpty()) {
          continue;
        }
        List<Known> earlier = known.computeIfAbsent(matter.get(), none -> new ArrayList<>());
        for (Known older : earlier.subList(Math.max(0, earlier.size() - LATEST), earlier.size())) {
          judge(source, fact, older, ended, contradictions);
        }
        earlier.add(new Known(source, fact));
      }
    }
    List<Finding> findings = new ArrayList<>(ended.values());
    Set<List<UUID>> pairs = new HashSet<>();
    for (Finding finding : contradictions) {
      boolean bothStand = !ended.containsKey(finding.older) && !ended.containsKey(finding.newer);
      if (bothStand && pairs.add(List.of(finding.newer, finding.older))) {
        findings.add(finding);
      }
    }
    findings.sort(Comparator.comparing(Finding::older).thenComparing(Finding::newer));
    return findings;
  }

  private static void judge(
      Source source,
      Fact fact,
      Known older,
      Map<UUID, Finding> ended,
      List<Finding> contradictions) {
    UUID target = older.source.memory();
    if (target.equals(source.memory()) || ended.containsKey(target)) {
      return;
    }
    Verdict verdict = Supersession.of(fact, older.fact);
    Finding finding = new Finding(source.memory(), target, verdict.relation(), verdict.reason());
    if (verdict.relation() == Relation.UPDATES && older.source.facts().size() == 1) {
      // A text that says more than the ended fact stays: the rest of it still holds.
      ended.put(target, finding);
    } else if (verdict.relation() == Relation.CONTRADICTS
        || verdict.relation() == Relation.UPDATES) {
      contradictions.add(
          new Finding(source.memory(), target, Relation.CONTRADICTS, verdict.reason()));
    }
  }

  private static Optional<List<Object>> matter(Source source, Fact fact) {
    Optional<Claim> claim = fact.claim();
    return claim.map(each -> List.of(source.room(), fact.subject().reference(), each.attribute()));
  }
}
