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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
  private static final List<String> KINDS = List.of("fact", "preference");

  private final MemoryReader reader;
  private final Links links;
  private final Spaces spaces;
  private final Optional<DigestModel> model;
  private final Clock clock;
  private final ConceptExtractor concepts = new ConceptExtractor(CONCEPTS_A_MEMORY);
  private final Cache<Key, Summary> summaries =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  private record Key(UUID tenantId, String space, long version, int limit) {}

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
    List<String> texts = texts(caller, space, MemoryFilter.NONE.withKinds(KINDS), MOST_OF_PROFILE);
    if (texts.isEmpty()) {
      return new Profile("", 0);
    }
    String text =
        model
            .flatMap(each -> each.profile(caller.tenantId(), texts))
            .orElseGet(() -> joined(texts, QUOTED_IN_PROFILE));
    return new Profile(text, texts.size());
  }

  /** What a space is about; kept until the space changes. */
  public Summary summary(Caller caller, String space, int limit) {
    long version =
        spaces.find(caller.tenantId(), caller.keyId(), space).map(Space::version).orElse(0L);
    Key key = new Key(caller.tenantId(), space, version, limit);
    Summary known = summaries.getIfPresent(key);
    if (known != null) {
      return known;
    }
    Summary made = made(caller, space, limit);
    summaries.put(key, made);
    return made;
  }

  private Summary made(Caller caller, String space, int limit) {
    List<String> texts = texts(caller, space, MemoryFilter.NONE, limit);
    if (texts.isEmpty()) {
      return new Summary("", List.of(), 0, clock.instant());
    }
    List<String> changes =
        links.supersessions(Viewer.of(caller), Optional.of(List.of(space)), CHANGES).stream()
            .map(Digests::change)
            .toList();
    DigestModel.Written written =
        model
            .flatMap(each -> each.summary(caller.tenantId(), texts, changes))
            .orElseGet(() -> extracted(texts, changes));
    return new Summary(written.summary(), written.themes(), texts.size(), clock.instant());
  }

  private List<String> texts(Caller caller, String space, MemoryFilter filter, int limit) {
    Listing listing =
        new Listing(
            Optional.of(List.of(space)),
            History.NONE,
            filter,
            Listing.Order.MOST_IMPORTANT,
            limit,
            0);
    return reader.list(Viewer.of(caller), listing).stream().map(Memory::content).toList();
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
