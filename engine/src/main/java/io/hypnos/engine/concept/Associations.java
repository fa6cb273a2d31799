package io.hypnos.engine.concept;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.ConceptSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What concepts mean to each other: what a query calls to mind, and what an outcome teaches. */
public final class Associations {
  private final ConceptSettings settings;
  private final ConceptStore concepts;
  private final AssociationStore store = new AssociationStore();
  private final FeedbackStore feedback;
  private final SpreadingActivation activation;

  public Associations(ConceptSettings settings, ConceptStore concepts) {
    this.settings = settings;
    this.concepts = concepts;
    this.feedback = new FeedbackStore(settings);
    this.activation = new SpreadingActivation(settings);
  }

  /** A concept as it is compared: without regard to case and spacing; empty when it is none. */
  public static String key(String concept) {
    return ConceptKey.of(concept).map(ConceptKey::text).orElse("");
  }

  /**
   * What a query is about: the concepts given, then known ones that occur in its text as whole
   * words or phrases, longest first; if it holds no known one, its first words that carry meaning.
   *
   * @param expand whether to follow associations
   */
  public Activation activate(
      Handle handle,
      UUID tenantId,
      String scope,
      String query,
      List<String> given,
      boolean expand) {
    Map<ConceptKey, String> own = new LinkedHashMap<>();
    for (String concept : given) {
      ConceptKey.of(concept).ifPresent(key -> own.putIfAbsent(key, concept.strip()));
    }
    QueryPhrases phrases = QueryPhrases.of(query);
    Set<String> candidates = phrases.candidates();
    List<String> asked =
        Stream.concat(own.keySet().stream().map(ConceptKey::text), candidates.stream()).toList();
    Map<String, String> known = store.spellings(handle, tenantId, scope, asked);
    own.replaceAll((key, spelling) -> known.getOrDefault(key.text(), spelling));
    List<String> recognised = recognised(candidates, known.keySet());
    (recognised.isEmpty() ? phrases.contentWords(settings.mostWords()) : recognised)
        .forEach(text -> own.putIfAbsent(new ConceptKey(text), known.getOrDefault(text, text)));
    List<Activated> activated =
        // What is linked is known, so what is not known leads nowhere.
        expand && !known.isEmpty() ? activated(handle, tenantId, scope, own.keySet()) : List.of();
    return new Activation(
        List.copyOf(own.values()), own.keySet().stream().map(ConceptKey::text).toList(), activated);
  }

  private List<String> recognised(Set<String> candidates, Set<String> known) {
    // A stable sort: of equally long ones the earlier in the query comes first.
    return candidates.stream()
        .filter(known::contains)
        .sorted(Comparator.comparingInt(String::length).reversed())
        .limit(settings.mostRecognised())
        .toList();
  }

  private List<Activated> activated(
      Handle handle, UUID tenantId, String scope, Set<ConceptKey> query) {
    if (query.isEmpty()) {
      return List.of();
    }
    Map<ConceptKey, Double> strengths =
        activation.spread(
            query,
            store.degrees(handle, tenantId, scope, query),
            store.strongestLinks(handle, tenantId, scope, query));
    Map<String, String> spellings =
        store.spellings(
            handle, tenantId, scope, strengths.keySet().stream().map(ConceptKey::text).toList());
    List<Activated> activated = new ArrayList<>();
    strengths.forEach(
        (key, strength) ->
            activated.add(
                new Activated(
                    key.text(), spellings.getOrDefault(key.text(), key.text()), strength)));
    return activated;
  }

  /**
   * Learns from an outcome: pairs within each rated memory and within the concepts given beside
   * them, and pairs between the query and each memory. What is strengthened is made if need be;
   * what is weakened has to be there, and goes when little is left of it.
   *
   * @return how many associations between query and memories were changed
   */
  public int feedback(Handle handle, UUID tenantId, String scope, Rating rating, Instant at) {
    double outcome = rating.outcome();
    if (!(outcome >= -1 && outcome <= 1)) {
      throw new HypnosException(
          ErrorCode.VALIDATION,
          "outcome must be between -1 and 1",
          Map.of("field", "outcome"),
          null);
    }
    int most =
        PairCounts.concepts(
            rating.conceptsOfRated(), rating.queryConcepts().size(), settings.pairedConcepts());
    PairCounts between = new PairCounts();
    PairCounts all = new PairCounts();
    Set<ConceptKey> query = PairCounts.firstKeys(rating.queryConcepts(), most);
    for (List<String> concepts : rating.conceptsOfRated()) {
      all.addWithin(concepts, most);
      between.addBetween(query, PairCounts.firstKeys(concepts, most));
    }
    all.addWithin(rating.concepts(), most);
    all.addAll(between);
    if (outcome > 0) {
      concepts.addWords(handle, tenantId, scope, words(rating), at);
    }
    Set<ConceptPair> changed = feedback.apply(handle, tenantId, scope, all.asMap(), outcome, at);
    return (int) between.asMap().keySet().stream().filter(changed::contains).count();
  }

  /** Words that an association can be made of must be known, or no query would find them. */
  private static NavigableMap<ConceptKey, String> words(Rating rating) {
    NavigableMap<ConceptKey, String> words = new TreeMap<>();
    Stream.of(rating.conceptsOfRated(), List.of(rating.concepts(), rating.queryConcepts()))
        .flatMap(Collection::stream)
        .flatMap(Collection::stream)
        .forEach(
            word -> ConceptKey.of(word).ifPresent(key -> words.putIfAbsent(key, word.strip())));
    return words;
  }

  /** The associations around some concepts. */
  public ConceptGraph graph(Handle handle, UUID tenantId, String scope, ConceptGraph.Walk walk) {
    return new ConceptWalk(store).around(handle, tenantId, scope, walk);
  }

  public long count(Handle handle, UUID tenantId, String scope) {
    return store.countLinks(handle, tenantId, scope);
  }

  public long countConcepts(Handle handle, UUID tenantId, String scope) {
    return store.countWords(handle, tenantId, scope);
  }

  /** Forgets all concepts and associations of the scope; returns how many associations. */
  public int reset(Handle handle, UUID tenantId, String scope) {
    return store.forget(handle, tenantId, scope);
  }
}
