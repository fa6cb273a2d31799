package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.Keeper;
import io.hypnos.engine.consolidation.Member;
import io.hypnos.engine.consolidation.NearCopies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Finds copies: the same words, and texts that differ in nothing that matters. */
final class CopiesPhase {
  private final VectorReader reader;

  CopiesPhase(VectorReader reader) {
    this.reader = reader;
  }

  void plan(Gathering gathering, SleepParameters parameters, Plan plan) {
    int size = gathering.cut().size();
    int[] leader = new int[size];
    for (int i = 0; i < size; i++) {
      leader[i] = i;
    }
    Map<List<String>, Integer> first = new HashMap<>();
    for (int i = 0; i < size; i++) {
      if (gathering.isOpen(i)) {
        Cut.Item item = gathering.item(i);
        Integer earlier = first.putIfAbsent(List.of(item.room(), item.fingerprint()), i);
        if (earlier != null) {
          join(leader, earlier, i);
        }
      }
    }
    Map<UUID, Member> members = new HashMap<>();
    joinNear(gathering, parameters, leader, members);
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      if (gathering.isOpen(i)) {
        groups.computeIfAbsent(find(leader, i), none -> new ArrayList<>()).add(i);
      }
    }
    groups.values().removeIf(group -> group.size() < 2);
    load(gathering, groups.values().stream().flatMap(List::stream).toList(), members);
    for (List<Integer> group : groups.values()) {
      List<Member> copies =
          group.stream()
              .map(i -> members.get(gathering.item(i).id()))
              .filter(java.util.Objects::nonNull)
              .toList();
      List<Member> ordered = copies.isEmpty() ? List.of() : Keeper.first(copies);
      if (ordered.size() >= 2) {
        plan.groups()
            .add(
                new Plan.Group(
                    RunCluster.Kind.DUPLICATES,
                    ordered.stream().map(Member::id).toList(),
                    Optional.empty()));
        ordered.stream()
            .skip(1)
            .forEach(copy -> gathering.dealtWith(gathering.position(copy.id())));
      }
    }
  }

  private void joinNear(
      Gathering gathering, SleepParameters parameters, int[] leader, Map<UUID, Member> members) {
    List<int[]> pairs = new ArrayList<>();
    TreeSet<Integer> needed = new TreeSet<>();
    for (int i = 0; i < gathering.cut().size(); i++) {
      for (int rank = 0; rank < gathering.graph().degree(i); rank++) {
        int other = gathering.graph().neighbour(i, rank);
        boolean isNear = gathering.graph().similarity(i, rank) >= parameters.duplicateSimilarity();
        if (isNear
            && gathering.isOpen(i)
            && gathering.isOpen(other)
            && gathering.item(i).room().equals(gathering.item(other).room())
            && find(leader, i) != find(leader, other)) {
          pairs.add(new int[] {i, other});
          needed.add(i);
          needed.add(other);
        }
      }
    }
    load(gathering, List.copyOf(needed), members);
    for (int[] pair : pairs) {
      Member one = members.get(gathering.item(pair[0]).id());
      Member other = members.get(gathering.item(pair[1]).id());
      if (one != null
          && other != null
          && find(leader, pair[0]) != find(leader, pair[1])
          && NearCopies.areCopies(one.content(), other.content())) {
        join(leader, pair[0], pair[1]);
      }
    }
  }

  private void load(Gathering gathering, List<Integer> positions, Map<UUID, Member> members) {
    List<UUID> missing =
        positions.stream()
            .map(i -> gathering.item(i).id())
            .filter(id -> !members.containsKey(id))
            .distinct()
            .toList();
    reader.forEach(
        gathering.cut().tenantId(),
        missing,
        memory -> members.put(memory.id(), Members.of(memory)));
  }

  private static int find(int[] leader, int member) {
    int at = member;
    while (leader[at] != at) {
      leader[at] = leader[leader[at]];
      at = leader[at];
    }
    return at;
  }

  private static void join(int[] leader, int one, int other) {
    int a = find(leader, one);
    int b = find(leader, other);
    leader[Math.max(a, b)] = Math.min(a, b);
  }
}
