package io.hypnos.engine.intake;

import io.hypnos.engine.extraction.Extraction;
import io.hypnos.engine.extraction.Extractor;
import io.hypnos.engine.extraction.Fact;
import io.hypnos.engine.extraction.SourceText;
import io.hypnos.engine.extraction.Speaker;
import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import io.hypnos.engine.triple.Triple;
import io.hypnos.schemas.message.IngestMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads what texts say, as far as their space wants it: concepts, facts as memories of their own,
 * triples. The ids of all follow from the memory that says it.
 */
public final class IntakeReader {
  private static final String FACT = "fact";
  private static final String TRIPLE = "triple";

  private final SpaceIntakes spaces;
  private final Extractor extractor;

  IntakeReader(SpaceIntakes spaces, Extractor extractor) {
    this.spaces = spaces;
    this.extractor = extractor;
  }

  public Reading read(IngestMessage message, List<NewMemory> memories) {
    SpaceIntake wanted = spaces.of(message.tenantId(), message.space());
    if (!wanted.reads()) {
      return new Reading(memories, List.of());
    }
    List<NewMemory> told = new ArrayList<>();
    List<NewMemory> facts = new ArrayList<>();
    List<Triple> triples = new ArrayList<>();
    for (NewMemory memory : memories) {
      Instant when = memory.validFrom().orElse(message.acceptedAt());
      Extraction found =
          extractor.extract(
              new SourceText(
                  message.tenantId(), memory.content(), speaker(memory), when, ZoneOffset.UTC));
      told.add(
          wanted.concepts() && memory.concepts().isEmpty()
              ? memory.withConcepts(found.concepts())
              : memory);
      if (wanted.facts() && !isSummary(memory)) {
        facts(memory, found, facts);
      }
      if (wanted.triples() && !isSummary(memory)) {
        triples(memory, found, message.acceptedAt(), triples);
      }
    }
    told.addAll(facts);
    return new Reading(told, triples);
  }

  /** What is said about a document is no statement of anybody. */
  private static boolean isSummary(NewMemory memory) {
    return memory.traits().kind().equals(DocumentMemory.KIND);
  }

  private static Speaker speaker(NewMemory memory) {
    Optional<String> name = memory.place().speaker();
    if (name.filter(text -> text.equalsIgnoreCase("assistant")).isPresent()) {
      return Speaker.AGENT;
    }
    return name.filter(text -> !text.equalsIgnoreCase("user"))
        .map(Speaker::other)
        .orElse(Speaker.USER);
  }

  /** A fact that is the whole text is that memory already. */
  private static void facts(NewMemory memory, Extraction found, List<NewMemory> into) {
    UUID source = memory.id().orElseThrow();
    int number = 0;
    for (Fact fact : found.facts()) {
      UUID id = MemoryIds.within(source, FACT, number++);
      if (!fact.statement().strip().equals(memory.content().strip())) {
        into.add(
            NewMemory.builder(memory.space(), fact.statement(), memory.origin().source())
                .id(id)
                .traits(
                    Traits.PLAIN
                        .withKind(fact.type().name().toLowerCase(java.util.Locale.ROOT))
                        .withCategory(memory.traits().category()))
                .place(outOfStream(memory.place()))
                .origin(
                    Origin.of(memory.origin().source())
                        .withProvenance(Map.of("read_from", source.toString())))
                .validFrom(memory.validFrom())
                .expiresAt(fact.expiresAt())
                .derivedFrom(List.of(source))
                .build());
      }
    }
  }

  /** A fact is nobody's neighbour in a talk. */
  private static Place outOfStream(Place place) {
    return new Place(
        place.containerTag(),
        Optional.empty(),
        0,
        place.speaker(),
        place.agent(),
        place.organization());
  }

  private static void triples(NewMemory memory, Extraction found, Instant now, List<Triple> into) {
    UUID source = memory.id().orElseThrow();
    int number = 0;
    for (io.hypnos.engine.extraction.Triple said : found.triples()) {
      into.add(
          new Triple(
              MemoryIds.within(source, TRIPLE, number++),
              memory.space(),
              Optional.empty(),
              said.subject(),
              said.predicate(),
              said.object(),
              Optional.of(said.subjectType()),
              Optional.of(said.objectType()),
              said.validFrom(),
              said.validUntil(),
              Optional.of(source),
              said.confidence(),
              now));
    }
  }
}
