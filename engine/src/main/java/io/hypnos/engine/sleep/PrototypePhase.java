package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.Compact;
import io.hypnos.engine.consolidation.Member;
import io.hypnos.engine.consolidation.Prototype;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Writes a prototype for each group. Its vectors are those of its members: nothing is embedded. */
final class PrototypePhase {
  private static final String SOURCE = "sleep";
  private static final int LEVEL = 2;

  /** Members of so many groups are held at a time. */
  private static final int GROUPS_AT_A_TIME = 100;

  private final VectorReader reader;
  private final PrototypeWording wording;

  PrototypePhase(VectorReader reader, PrototypeWording wording) {
    this.reader = reader;
    this.wording = wording;
  }

  void plan(Run run, Gathering gathering, List<int[]> groups, Plan plan, Working working) {
    boolean writes = run.phases().contains(Phase.SYNTHESISE);
    for (int from = 0; from < groups.size(); from += GROUPS_AT_A_TIME) {
      working.at(Phase.SYNTHESISE, from, groups.size());
      List<int[]> some = groups.subList(from, Math.min(groups.size(), from + GROUPS_AT_A_TIME));
      List<UUID> ids = new ArrayList<>();
      for (int[] group : some) {
        for (int member : group) {
          ids.add(gathering.item(member).id());
        }
      }
      Map<UUID, Memory> memories = new HashMap<>();
      reader.forEach(run.tenantId(), ids, memory -> memories.put(memory.id(), memory));
      for (int[] group : some) {
        List<Member> members = new ArrayList<>();
        for (int member : group) {
          Memory memory = memories.get(gathering.item(member).id());
          if (memory != null) {
            members.add(Members.of(memory));
          }
        }
        for (List<Member> compact : compact(run, gathering, members)) {
          compact.forEach(member -> gathering.dealtWith(gathering.position(member.id())));
          plan.groups().add(planned(run, memories, compact, plan.groups().size(), writes));
        }
      }
    }
  }

  private static List<List<Member>> compact(Run run, Gathering gathering, List<Member> members) {
    return Compact.of(
        members,
        run.parameters().cut(),
        run.parameters().smallestCluster(),
        some ->
            some.stream()
                    .map(member -> gathering.item(gathering.position(member.id())).fingerprint())
                    .distinct()
                    .count()
                == 1);
  }

  private Plan.Group planned(
      Run run, Map<UUID, Memory> known, List<Member> members, int number, boolean writes) {
    Prototype prototype = Prototype.of(members, run.parameters().prototypeCharacters());
    List<Memory> memories = members.stream().map(member -> known.get(member.id())).toList();
    Optional<Plan.Derived> derived =
        writes ? Optional.of(derived(run, memories, prototype, number)) : Optional.empty();
    return new Plan.Group(RunCluster.Kind.PROTOTYPE, prototype.memberIds(), derived);
  }

  private Plan.Derived derived(Run run, List<Memory> memories, Prototype prototype, int number) {
    Memory middle =
        memories.stream()
            .filter(memory -> memory.id().equals(prototype.members().get(0).id()))
            .findFirst()
            .orElseThrow();
    String text =
        run.parameters().languageModel() && !run.dry()
            ? wording.of(run.tenantId(), prototype).orElse(prototype.content())
            : prototype.content();
    NewMemory memory =
        NewMemory.builder(run.space(), text, SOURCE)
            .id(idOf(run, number))
            .concepts(prototype.concepts())
            .metadata(prototype.metadata())
            .traits(traits(memories))
            .place(place(memories))
            .ownership(middle.ownership())
            .origin(Origin.of(SOURCE).withProvenance(Map.of("run", run.id().toString())))
            .importance(Optional.of(prototype.importance()))
            .validFrom(Optional.of(latest(memories)))
            .derivedFrom(prototype.memberIds())
            .build();
    int ratings = memories.stream().mapToInt(each -> each.worth().outcomeCount()).sum();
    return new Plan.Derived(memory, prototype.vectors(), prototype.valence(), ratings);
  }

  /** The same when a run that was broken off is begun again. */
  static UUID idOf(Run run, int number) {
    String name = run.id() + "/" + number;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static Traits traits(List<Memory> memories) {
    return new Traits(
        Traits.PROTOTYPE,
        LEVEL,
        agreed(memories, memory -> memory.traits().category()),
        agreed(memories, memory -> memory.traits().subcategory()),
        memories.get(0).traits().quality());
  }

  private static Place place(List<Memory> memories) {
    return new Place(
        agreed(memories, memory -> memory.place().containerTag()),
        Optional.empty(),
        0,
        agreed(memories, memory -> memory.place().speaker()),
        agreed(memories, memory -> memory.place().agent()),
        agreed(memories, memory -> memory.place().organization()));
  }

  private static Optional<String> agreed(
      List<Memory> memories, Function<Memory, Optional<String>> field) {
    Optional<String> first = field.apply(memories.get(0));
    return memories.stream().allMatch(memory -> field.apply(memory).equals(first))
        ? first
        : Optional.empty();
  }

  private static Instant latest(List<Memory> memories) {
    return memories.stream()
        .map(memory -> memory.times().validFrom())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
