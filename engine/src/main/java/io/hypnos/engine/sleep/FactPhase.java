package io.hypnos.engine.sleep;

import io.hypnos.engine.consolidation.FactSweep;
import io.hypnos.engine.extraction.Extraction;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.extraction.SourceText;
import io.hypnos.engine.extraction.Speaker;
import io.hypnos.engine.extraction.Task;
import io.hypnos.engine.extraction.Triple;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.task.NewTask;
import io.hypnos.engine.triple.NewTriple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What texts say: facts that ended others, and facts and tasks that nobody has read out yet. */
final class FactPhase {
  private static final Set<String> USERS = Set.of("user", "human", "me", "i");
  private static final Set<String> AGENTS = Set.of("assistant", "agent", "ai", "bot");
  private static final int PAGE = 200;

  private final VectorReader reader;
  private final ReadMarks marks;
  private final Extractor rules;
  private final Extractor extractor;

  /**
   * @param rules for the sweep, which looks at everything
   * @param extractor for texts that are read once
   */
  FactPhase(VectorReader reader, ReadMarks marks, Extractor rules, Extractor extractor) {
    this.reader = reader;
    this.marks = marks;
    this.rules = rules;
    this.extractor = extractor;
  }

  void resolve(Gathering gathering, Plan plan, Working working) {
    List<UUID> ids = open(gathering);
    List<FactSweep.Source> sources = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += PAGE) {
      working.at(Phase.RESOLVE, from, ids.size());
      reader.forEach(
          gathering.cut().tenantId(),
          ids.subList(from, Math.min(ids.size(), from + PAGE)),
          memory -> {
            String room = gathering.item(gathering.position(memory.id())).room();
            sources.add(
                new FactSweep.Source(
                    memory.id(),
                    room,
                    memory.times().validFrom(),
                    rules.extract(source(gathering.cut().tenantId(), memory)).facts()));
          });
    }
    for (FactSweep.Finding finding : FactSweep.of(sources)) {
      boolean ends = finding.relation() == Relation.UPDATES;
      int older = gathering.position(finding.older());
      if (ends && gathering.item(older).pinned()) {
        continue;
      }
      plan.groups()
          .add(
              new Plan.Group(
                  ends ? RunCluster.Kind.SUPERSESSION : RunCluster.Kind.CONTRADICTION,
                  List.of(finding.newer(), finding.older()),
                  Optional.empty()));
      if (ends) {
        gathering.dealtWith(older);
      }
    }
  }

  void extract(Gathering gathering, Plan plan, Working working) {
    UUID tenantId = gathering.cut().tenantId();
    List<UUID> all = gathering.cut().items().stream().map(Cut.Item::id).toList();
    List<UUID> ids = marks.unread(tenantId, all);
    List<NewTriple> triples = new ArrayList<>();
    List<NewTask> tasks = new ArrayList<>();
    Set<List<Object>> known = new HashSet<>();
    for (int from = 0; from < ids.size(); from += PAGE) {
      int start = from;
      working.at(Phase.EXTRACT, start, ids.size());
      reader.forEach(
          tenantId,
          ids.subList(from, Math.min(ids.size(), from + PAGE)),
          memory -> {
            Extraction found = extractor.extract(source(tenantId, memory));
            for (Triple triple : found.triples()) {
              if (known.add(
                  List.of(memory.id(), triple.subject(), triple.predicate(), triple.object()))) {
                triples.add(triple(memory, triple));
              }
            }
            for (Task task : found.tasks()) {
              if (!task.done() && known.add(List.of(memory.id(), task.title()))) {
                tasks.add(task(memory, task));
              }
            }
          });
    }
    plan.read(new Plan.Reading(ids, triples, tasks));
  }

  private static List<UUID> open(Gathering gathering) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < gathering.cut().size(); i++) {
      if (gathering.isOpen(i)) {
        ids.add(gathering.item(i).id());
      }
    }
    return ids;
  }

  private static SourceText source(UUID tenantId, Memory memory) {
    return new SourceText(
        tenantId,
        memory.content(),
        memory.place().speaker().map(FactPhase::speaker).orElse(Speaker.USER),
        memory.times().validFrom(),
        ZoneOffset.UTC);
  }

  private static Speaker speaker(String name) {
    String folded = name.toLowerCase(Locale.ROOT);
    if (USERS.contains(folded)) {
      return Speaker.USER;
    }
    return AGENTS.contains(folded) ? Speaker.AGENT : Speaker.other(name);
  }

  private static NewTriple triple(Memory memory, Triple triple) {
    return new NewTriple(
        memory.space(),
        memory.ownership().owner(),
        triple.subject(),
        triple.predicate(),
        triple.object(),
        Optional.of(triple.subjectType()),
        Optional.of(triple.objectType()),
        Optional.of(triple.validFrom()),
        triple.validUntil(),
        Optional.of(memory.id()),
        triple.confidence());
  }

  private static NewTask task(Memory memory, Task task) {
    return new NewTask(
        Optional.empty(),
        memory.space(),
        memory.place().organization(),
        memory.place().agent(),
        Optional.empty(),
        task.title(),
        "",
        List.of(),
        List.of(),
        Optional.of(memory.id()),
        task.due());
  }
}
