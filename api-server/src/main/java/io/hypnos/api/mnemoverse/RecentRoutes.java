package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.memory.Feed;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.memory.Revisions;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What came last, without a question. */
@RestController
final class RecentRoutes {
  private static final int DEFAULT_ITEMS = 20;
  private static final int MOST_ITEMS = 100;
  private static final int LONGEST_CURSOR = 512;

  private final MemoryReader reader;
  private final Revisions revisions;
  private final Stores stores;

  RecentRoutes(Engine engine, Stores stores) {
    this.reader = engine.memories().reader();
    this.revisions = engine.memories().revisions();
    this.stores = stores;
  }

  record Page(List<Item> items, @JsonProperty("next_cursor") String nextCursor) {}

  record Item(
      @JsonProperty("atom_id") UUID atomId,
      String content,
      String domain,
      @JsonProperty("created_at") Instant createdAt,
      List<String> concepts,
      @JsonInclude(JsonInclude.Include.NON_NULL) Author provenance,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<UUID> supersedes,
      @JsonProperty("superseded_by") @JsonInclude(JsonInclude.Include.NON_NULL) UUID supersededBy) {

    static Item of(Memory memory, List<UUID> supersedes) {
      return new Item(
          memory.id(),
          memory.content(),
          memory.space(),
          memory.recordedAt(),
          memory.concepts(),
          Author.of(memory),
          supersedes,
          memory.life().supersededBy().orElse(null));
    }
  }

  @PostMapping("/api/v1/memory/recent")
  @Requires(Right.READ)
  Page recent(Caller caller, JsonFields body) {
    Optional<String> domain = body.text("domain", 0, Domain.LONGEST_ASKED);
    int limit = body.integer("limit", 1, MOST_ITEMS).orElse(DEFAULT_ITEMS);
    MemoryFilter filter =
        MemoryFilter.NONE
            .withRecorded(Question.window(body))
            .withoutProvenance(Author.excluded(body));
    Optional<String> cursor = body.text("cursor", 0, LONGEST_CURSOR);
    Feed feed =
        new Feed(domain.map(List::of), Question.history(body), filter, Optional.empty(), limit + 1);
    body.check();
    return page(stores.toRead(caller, domain), feed.after(cursor.map(RecentCursor::parse)), limit);
  }

  private Page page(Store store, Feed feed, int limit) {
    List<Memory> found = reader.feed(store.viewer(), feed);
    List<Memory> shown = found.subList(0, Math.min(limit, found.size()));
    Map<UUID, List<UUID>> earlier =
        revisions.predecessors(store.viewer(), shown.stream().map(Memory::id).toList());
    return new Page(
        shown.stream()
            .map(memory -> Item.of(memory, earlier.getOrDefault(memory.id(), List.of())))
            .toList(),
        found.size() > limit ? RecentCursor.of(Feed.Mark.of(shown.get(limit - 1))) : null);
  }
}
