package io.hypnos.engine.digest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.extraction.ConceptExtractor;
import io.hypnos.engine.filter.MemoryFilter;
import io.hypnos.engine.llm.ChatModel;
import io.hypnos.engine.memory.Listing;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.relation.Links;
import io.hypnos.engine.relation.Pair;
import io.hypnos.engine.space.Space;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Profiles and summaries of spaces. A language model writes them if there is one; without it, or
 * when it does not answer, the most important texts speak for themselves.
 */
public final class Digests {
  private static final int MOST_OF_PROFILE = 80;
  private static final int QUOTED_IN_PROFILE = 20;
  private static final int QUOTED_IN_SUMMARY = 5;
  private static final int LONGEST_QUOTE = 240;
  private static final int CHANGES = 3;
  private static final int THEMES = 8;
  private static final int CONCEPTS_A_MEMORY = 6;
  private static final int KEPT = 1_000;
  private static final Duration WITHOUT_MODEL = Duration.ofMinutes(1);
  private static final List<String> KINDS = List.of("fact", "preference");

  private final MemoryReader reader;
  private final Links links;
  private final Spaces spaces;
  private final Optional<DigestModel> model;
  private final Clock clock;
  private final ConceptExtractor concepts = new ConceptExtractor(CONCEPTS_A_MEMORY);
  private final Cache<Key, Kept> summaries =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  private record Key(
      UUID tenantId, Optional<UUID> agent, long incarnation, long version, int limit) {}

  /** A summary and when something in it ceases to hold. */
  private record Kept(Summary summary, Optional<Instant> end) {}

  public Digests(
      MemoryReader reader, Links links, Spaces spaces, Optional<ChatModel> model, Clock clock) {
    this.reader = reader;
    this.links = links;
    this.spaces = spaces;
    this.model = model.map(DigestModel::new);
    this.clock = clock;
  }

  /** What the current facts and preferences of a space say, the most important ones first. */
  public Profile profile(Caller caller, String space) {
    List<String> texts =
        contents(memories(caller, space, MemoryFilter.NONE.withKinds(KINDS), MOST_OF_PROFILE));
    if (texts.isEmpty()) {
      return new Profile("", 0);
    }
    String text =
        model
            .flatMap(each -> each.profile(caller.tenantId(), texts))
            .orElseGet(() -> joined(texts, QUOTED_IN_PROFILE));
    return new Profile(text, texts.size());
  }

  /**
   * What a space is about; kept until the space changes or the first thing in it expires, and only
   * shortly when no model wrote it.
   */
  public Summary summary(Caller caller, String space, int limit) {
    Optional<Space> found = spaces.find(caller.tenantId(), caller.keyId(), space);
    if (found.isEmpty()) {
      return new Summary("", List.of(), 0, clock.instant());
    }
    Key key =
        new Key(
            caller.tenantId(),
            caller.keyId(),
            found.get().incarnation(),
            found.get().version(),
            limit);
    Kept known = summaries.getIfPresent(key);
    if (known != null && known.end().map(clock.instant()::isBefore).orElse(true)) {
      return known.summary();
    }
    Kept made = made(caller, space, limit);
    summaries.put(key, made);
    return made.summary();
  }

  private Kept made(Caller caller, String space, int limit) {
    List<Memory> memories = memories(caller, space, MemoryFilter.NONE, limit);
    if (memories.isEmpty()) {
      return new Kept(new Summary("", List.of(), 0, clock.instant()), Optional.empty());
    }
    List<String> texts = contents(memories);
    List<Pair> pairs = links.supersessions(Viewer.of(caller), Optional.of(List.of(space)), CHANGES);
    List<String> changes = pairs.stream().map(Digests::change).toList();
    Optional<DigestModel.Written> modelled =
        model.flatMap(each -> each.summary(caller.tenantId(), texts, changes));
    DigestModel.Written written = modelled.orElseGet(() -> extracted(texts, changes));
    Instant now = clock.instant();
    Stream<Instant> ends =
        Stream.concat(
                memories.stream(),
                pairs.stream().flatMap(pair -> Stream.of(pair.newer(), pair.older())))
            .flatMap(memory -> memory.life().expiresAt().stream());
    Stream<Instant> untilRetried =
        modelled.isPresent() ? Stream.empty() : Stream.of(now.plus(WITHOUT_MODEL));
    return new Kept(
        new Summary(written.summary(), written.themes(), texts.size(), now),
        Stream.concat(ends, untilRetried).min(Instant::compareTo));
  }

  private List<Memory> memories(Caller caller, String space, MemoryFilter filter, int limit) {
    Listing listing =
        new Listing(
            Optional.of(List.of(space)),
            History.NONE,
            filter,
            Listing.Order.MOST_IMPORTANT,
            limit,
            0);
    return reader.list(Viewer.of(caller), listing);
  }

  private static List<String> contents(List<Memory> memories) {
    return memories.stream().map(Memory::content).toList();
  }

  private static String change(Pair pair) {
    return "%s (before: %s)"
        .formatted(quote(pair.newer().content()), quote(pair.older().content()));
  }

  private DigestModel.Written extracted(List<String> texts, List<String> changes) {
    StringBuilder summary = new StringBuilder(joined(texts, QUOTED_IN_SUMMARY));
    changes.forEach(change -> summary.append(" Changed: ").append(sentence(change)));
    return new DigestModel.Written(summary.toString(), themes(texts));
  }

  /** What most of the texts are about; of equals what comes first in the alphabet. */
  private List<String> themes(List<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      new HashSet<>(concepts.extract(text)).forEach(each -> counts.merge(each, 1, Integer::sum));
    }
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(THEMES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String joined(List<String> texts, int most) {
    List<String> sentences = new ArrayList<>();
    texts.stream().limit(most).forEach(text -> sentences.add(sentence(quote(text))));
    return String.join(" ", sentences);
  }

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") || text.endsWith("…")
        ? text
        : text + ".";
  }

  private static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST_QUOTE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_QUOTE)).strip() + "…";
  }
}
