package io.hypnos.engine.consolidation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What speaks for a group of alike memories (Posner and Keele 1968).
 *
 * @param members the one in the middle first
 * @param metadata what all members agree on, and where the prototype comes from
 * @param vectors directions of meaning in the group, the middle first: a question that is near a
 *     member is near the prototype
 */
public record Prototype(
    List<Member> members,
    String content,
    List<String> concepts,
    Map<String, Object> metadata,
    double importance,
    double valence,
    List<float[]> vectors) {
  private static final int MOST_CONCEPTS = 32;
  private static final int MOST_VECTORS = 16;

  /** Members this alike need no vector of their own. */
  private static final double SAME_DIRECTION = 0.95;

  public static final String MADE_FROM = "consolidated_from";
  public static final String SIZE = "cluster_size";

  public static Prototype of(List<Member> members, int characters) {
    List<Member> ordered = Medoid.first(members);
    return new Prototype(
        ordered,
        PrototypeText.of(ordered, characters),
        concepts(ordered),
        metadata(ordered),
        importance(ordered),
        valence(ordered),
        vectors(ordered));
  }

  public List<UUID> memberIds() {
    return members.stream().map(Member::id).toList();
  }

  /** Several weak reasons to remember add up; none can exceed certainty. */
  static double importance(List<Member> members) {
    double rest = 1;
    for (Member member : members) {
      rest *= 1 - Math.max(0, Math.min(1, member.importance()));
    }
    return Math.min(1, 1 - rest);
  }

  /** What was rated often counts for more. */
  static double valence(List<Member> members) {
    double sum = 0;
    double weights = 0;
    for (Member member : members) {
      double weight = 1 + member.outcomeCount();
      sum += weight * member.valence();
      weights += weight;
    }
    return Math.max(-1, Math.min(1, sum / weights));
  }

  private static List<String> concepts(List<Member> members) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    members.forEach(
        member -> member.concepts().forEach(each -> counts.merge(each, 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_CONCEPTS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, Object> metadata(List<Member> members) {
    Map<String, Object> agreed = new TreeMap<>(members.get(0).metadata());
    for (Member member : members) {
      agreed
          .entrySet()
          .removeIf(entry -> !entry.getValue().equals(member.metadata().get(entry.getKey())));
    }
    Map<String, Object> all = new HashMap<>(agreed);
    all.put(MADE_FROM, members.stream().map(member -> member.id().toString()).toList());
    all.put(SIZE, members.size());
    return all;
  }

  private static List<float[]> vectors(List<Member> members) {
    List<float[]> kept = new ArrayList<>();
    for (Member member : members) {
      boolean isNew =
          kept.stream()
              .noneMatch(other -> VectorBlock.similarity(other, member.vector()) > SAME_DIRECTION);
      if (isNew && kept.size() < MOST_VECTORS) {
        kept.add(member.vector());
      }
    }
    return kept;
  }
}
