package io.hypnos.engine.learning;

import io.hypnos.engine.embedding.EmbeddingModel;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.extraction.Extraction;
import io.hypnos.engine.extraction.Extraction.AnsweredBy;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Extractors;
import io.hypnos.engine.extraction.Fact;
import io.hypnos.engine.extraction.FactType;
import io.hypnos.engine.extraction.Relation;
import io.hypnos.engine.extraction.SourceText;
import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.llm.SpendLedger;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import io.hypnos.engine.memory.Vectors;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.Related;
import io.hypnos.engine.search.RelatedMemories;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Learns from a text: its facts become memories, each compared with what the space holds that is
 * like it. All facts of a text are stored in one transaction under names that follow from the work,
 * so work that is begun again finds what it has done.
 */
final class Learner {
  static final String OVER_CAP = "spend_cap";

  /** Below it two texts are hardly about the same. */
  private static final double LEAST_SIMILARITY = 0.55;

  private static final int COMPARED = 5;

  /** Of other tags among the neighbours, which do not count. */
  private static final int LOOKED_AT = 20;

  private static final String SOURCE = "remember";
  private static final String CATEGORY = "other";
  private static final double USUAL_IMPORTANCE = 0.7;
  private static final String NONE = "none";
  private static final String RELATION = "relation";

  private final Extractor extractor;
  private final Extractor quickExtractor = Extractors.rules();
  private final Relator relator;
  private final Relator rules;
  private final RelatedMemories related;
  private final EmbeddingModel embedding;
  private final MemoryWriter writer;
  private final MemoryReader reader;
  private final SpendLedger spend;
  private final Predicate<UUID> paysItself;
  private final Clock clock;

  Learner(Learning.Parts parts, Relator relator, Relator rules) {
    this.rules = rules;
    this.extractor = parts.extractor();
    this.relator = relator;
    this.related = parts.related();
    this.embedding = parts.embedding();
    this.writer = parts.memories().writer();
    this.reader = parts.memories().reader();
    this.spend = parts.spend();
    this.paysItself = parts.paysItself();
    this.clock = parts.clock();
  }

  /** A memory to write, or one that says the same already, and what it does to an older one. */
  private record Planned(
      NewMemory memory, Optional<String> type, Optional<Memory> older, Relation relation) {
    /** As if nothing were known. */
    Planned alone() {
      NewMemory unrelated =
          NewMemory.builder(memory.space(), memory.content(), SOURCE)
              .importance(memory.importance())
              .traits(memory.traits())
              .place(memory.place())
              .origin(memory.origin().withProvenance(Map.of(RELATION, NONE)))
              .expiresAt(memory.expiresAt())
              .build();
      return new Planned(unrelated, type, Optional.empty(), Relation.NONE);
    }
  }

  /**
   * @param work names the work: repeated under the same name it is not done again
   * @param stillWanted fails when it is not, before anything is written
   */
  Learned learn(
      Caller caller, LearnRequest request, String work, Patience patience, Runnable stillWanted) {
    List<Memory> done = done(caller, work);
    if (!done.isEmpty()) {
      return again(done);
    }
    if (isOverCap(caller.tenantId())) {
      return asTold(caller, request, work, Optional.of(OVER_CAP));
    }
    SourceText source = SourceText.ofUser(caller.tenantId(), request.content(), clock.instant());
    Extraction found =
        patience.within(() -> extractor.extract(source), () -> quickExtractor.extract(source));
    if (found.facts().isEmpty()) {
      return asTold(caller, request, work, Optional.empty());
    }
    List<Planned> planned = new ArrayList<>();
    for (Fact fact : found.facts()) {
      planned.add(planned(caller, request, work, planned.size(), fact, patience));
    }
    if (found.answeredBy() == AnsweredBy.RULES) {
      for (String rest : Remainder.of(request.content(), found.facts())) {
        planned.add(
            new Planned(
                note(request, rest, work, planned.size()),
                Optional.empty(),
                Optional.empty(),
                Relation.NONE));
      }
    }
    stillWanted.run();
    return stored(caller, planned, found.facts().size(), Optional.empty());
  }

  private boolean isOverCap(UUID tenantId) {
    OptionalLong cap = spend.monthlyCap(tenantId);
    return cap.isPresent()
        && !paysItself.test(tenantId)
        && spend.thisMonth(tenantId).costMicros() >= cap.getAsLong();
  }

  private Learned asTold(
      Caller caller, LearnRequest request, String work, Optional<String> skipped) {
    NewMemory memory = note(request, request.content(), work, 0);
    return stored(
        caller,
        List.of(new Planned(memory, Optional.empty(), Optional.empty(), Relation.NONE)),
        0,
        skipped);
  }

  private Planned planned(
      Caller caller,
      LearnRequest request,
      String work,
      int position,
      Fact fact,
      Patience patience) {
    Viewer viewer = Viewer.of(caller);
    Vectors vectors = new Vectors(embedding.modelId(), embedding.embedPieces(fact.statement()));
    List<Memory> alike =
        related.near(viewer, request.space(), vectors, LOOKED_AT, LEAST_SIMILARITY).stream()
            .map(Related::memory)
            .filter(memory -> memory.place().containerTag().equals(request.containerTag()))
            .limit(COMPARED)
            .toList();
    Optional<Memory> older = Optional.empty();
    Relation relation = Relation.NONE;
    for (Memory memory : alike) {
      // A model is asked about the nearest alone: each question costs time and money.
      Supplier<Relation> quick = () -> rules.of(caller.tenantId(), fact, memory);
      Relation found =
          older.isEmpty() && memory.id().equals(alike.get(0).id())
              ? patience.within(() -> relator.of(caller.tenantId(), fact, memory), quick)
              : quick.get();
      boolean first = relation == Relation.NONE && found != Relation.NONE;
      if (first || found == Relation.UPDATES) {
        relation = found;
        older = Optional.of(memory);
      }
      if (found == Relation.UPDATES) {
        break;
      }
    }
    boolean replaces = relation == Relation.UPDATES;
    NewMemory memory =
        NewMemory.builder(request.space(), fact.statement(), SOURCE)
            .importance(Optional.of(request.importance().orElse(USUAL_IMPORTANCE)))
            .traits(Traits.PLAIN.withKind(type(fact)).withCategory(Optional.of(CATEGORY)))
            .place(Place.ANYWHERE.withContainerTag(request.containerTag()))
            .origin(origin(work, position, shown(relation)))
            .expiresAt(fact.expiresAt().filter(this::isAhead))
            .supersedes(replaces ? older.map(Memory::id).stream().toList() : List.of())
            .relations(edges(older, relation))
            .build();
    return new Planned(memory, Optional.of(type(fact)), older, relation);
  }

  /** What is over already is worth remembering, or nobody would have told it. */
  private boolean isAhead(Instant end) {
    return end.isAfter(clock.instant());
  }

  private static String type(Fact fact) {
    FactType type = fact.type();
    return switch (type) {
      case PREFERENCE, INSTRUCTION -> "preference";
      case EPISODE -> "episode";
      case FACT, DECISION -> "fact";
    };
  }

  private static NewMemory note(LearnRequest request, String text, String work, int position) {
    return NewMemory.builder(request.space(), text, SOURCE)
        .importance(Optional.of(request.importance().orElse(USUAL_IMPORTANCE)))
        .traits(Traits.PLAIN.withCategory(Optional.of(CATEGORY)))
        .place(Place.ANYWHERE.withContainerTag(request.containerTag()))
        .origin(origin(work, position, NONE))
        .build();
  }

  private static Origin origin(String work, int position, String relation) {
    return Origin.of(SOURCE)
        .withExternalRef(Optional.of(ref(work, position)))
        .withProvenance(Map.of(RELATION, relation));
  }

  private static String ref(String work, int position) {
    return "learned/" + work + "/" + position;
  }

  private static String shown(Relation relation) {
    return switch (relation) {
      case UPDATES -> Relations.UPDATES;
      case EXTENDS -> Relations.EXTENDS;
      case CONTRADICTS, REAFFIRMS, NONE -> NONE;
    };
  }

  private Learned stored(
      Caller caller, List<Planned> planned, int facts, Optional<String> skipped) {
    try {
      return written(caller, planned, facts, skipped);
    } catch (HypnosException e) {
      boolean refers = planned.stream().anyMatch(each -> each.older().isPresent());
      if (!refers || (e.code() != ErrorCode.NOT_FOUND && e.code() != ErrorCode.CONFLICT)) {
        throw e;
      }
      // Somebody has deleted an older memory meanwhile; what was told still holds.
      return written(caller, planned.stream().map(Planned::alone).toList(), facts, skipped);
    }
  }

  private Learned written(
      Caller caller, List<Planned> planned, int facts, Optional<String> skipped) {
    List<WriteOutcome> outcomes =
        writer.writeAllOrNone(
            caller, planned.stream().map(Planned::memory).toList(), WritePolicy.KEEP_ALL);
    List<Learned.Item> items = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      Planned each = planned.get(i);
      Memory memory = outcomes.get(i).memory().orElseThrow();
      items.add(
          new Learned.Item(memory.id(), memory.content(), each.type(), shown(each.relation())));
    }
    return new Learned(facts, items, skipped);
  }

  /** What takes the place of another is linked by that. */
  private static List<NewMemory.RelatedTo> edges(Optional<Memory> older, Relation relation) {
    Optional<String> name =
        switch (relation) {
          case EXTENDS -> Optional.of(Relations.EXTENDS);
          case CONTRADICTS -> Optional.of(Relations.CONTRADICTS);
          case UPDATES, REAFFIRMS, NONE -> Optional.empty();
        };
    return name.stream()
        .flatMap(
            each ->
                older.stream()
                    .map(to -> new NewMemory.RelatedTo(to.id(), each, EdgeOrigin.DERIVED)))
        .toList();
  }

  private List<Memory> done(Caller caller, String work) {
    List<Memory> done = new ArrayList<>();
    Viewer viewer = Viewer.ofTenant(caller.tenantId());
    Optional<Memory> next = reader.findByExternalRef(viewer, ref(work, 0), History.ALL);
    while (next.isPresent()) {
      done.add(next.get());
      next = reader.findByExternalRef(viewer, ref(work, done.size()), History.ALL);
    }
    return done;
  }

  private static Learned again(List<Memory> done) {
    List<Learned.Item> items =
        done.stream()
            .map(
                memory ->
                    new Learned.Item(
                        memory.id(),
                        memory.content(),
                        Optional.of(memory.traits().kind())
                            .filter(kind -> !kind.equals(Traits.NOTE))
                            .map(kind -> kind.toLowerCase(Locale.ROOT)),
                        String.valueOf(memory.origin().provenance().get(RELATION))))
            .toList();
    int facts = (int) items.stream().filter(item -> item.type().isPresent()).count();
    return new Learned(facts, items, Optional.empty());
  }
}
