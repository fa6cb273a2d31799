package io.hypnos.engine.intake;

import io.hypnos.engine.memory.MemoryIds;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.Origin;
import io.hypnos.engine.memory.Place;
import io.hypnos.engine.memory.Traits;
import io.hypnos.schemas.message.IngestMessage;
import io.hypnos.schemas.message.IngestMessage.Attributes;
import io.hypnos.schemas.message.IngestMessage.Occasion;
import java.util.Map;
import java.util.Optional;

/** What an event becomes: one memory with its words, under an id that follows from the event's. */
public final class EventMemories {
  private EventMemories() {}

  public static NewMemory of(IngestMessage message) {
    Occasion occasion = message.occasion().orElseThrow();
    Attributes attributes = message.attributes();
    return NewMemory.builder(
            message.space(), message.content().text().orElseThrow(), message.source())
        .id(
            MemoryIds.ofChunk(
                message.tenantId(), message.space(), message.source(), message.externalId(), 0))
        .metadata(attributes.metadata())
        .traits(Traits.PLAIN.withCategory(attributes.category()))
        .place(
            new Place(
                attributes.containerTag(),
                occasion.stream(),
                occasion.ordinal().orElse(message.item()),
                occasion.speaker(),
                occasion.agent(),
                Optional.empty()))
        .origin(
            Origin.of(message.source())
                .withProvenance(
                    Map.of(
                        "external_id",
                        message.externalId(),
                        "batch",
                        message.batchId().toString())))
        .importance(attributes.importance())
        .validFrom(occasion.at())
        .build();
  }
}
