package io.hypnos.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Words, meaning and place in a conversation as one score. The weights were measured on questions
 * about conversations with known evidence, the calibration also on questions about short facts:
 * unrelated text stays below 0.3, a question about a stored fact above.
 */
final class CalibratedFusion {
  private static final double LEXICAL_POWER = 1.5;
  private static final double MEANING = 0.75;
  private static final double NAMED = 0.15;
  private static final double NEXT = 0.1;
  private static final double AFTER_NEXT = 0.05;
  private static final double STREAM = 0.2;
  private static final int BEST_OF_STREAM = 5;
  private static final double STEEPNESS = 1.35;

  /** What is not among the nearest is a little farther away than the last of them. */
  private static final double BEYOND_LAST = 0.9;

  /** Who asks in the first person names the human author. */
  private static final Set<String> FIRST_PERSON =
      Set.of("i", "me", "my", "mine", "myself", "we", "our", "us");

  private static final Set<String> HUMAN = Set.of("user", "human");

  private CalibratedFusion() {}

  /**
   * @param size how many each arm was asked for
   */
  static Map<UUID, Score> fuse(Proposal.Lists lists, QueryWords words, int size) {
    Map<UUID, Proposal> proposals = new LinkedHashMap<>();
    lists.lexical().forEach(each -> proposals.put(each.id(), each));
    lists.semantic().forEach(each -> proposals.putIfAbsent(each.id(), each));
    Map<UUID, Double> lexical = LexicalScale.of(lists.lexical(), words.content().size());
    Map<UUID, Double> cosines = new HashMap<>();
    lists.semantic().forEach(each -> cosines.put(each.id(), each.score()));
    double unknown = unknownCosine(lists.semantic(), size);
    Map<UUID, Double> own = new HashMap<>();
    proposals.forEach(
        (id, proposal) ->
            own.put(
                id,
                own(
                    lexical.getOrDefault(id, 0.0),
                    cosines.getOrDefault(id, unknown),
                    isNamed(proposal, words))));
    Conversation conversation = new Conversation(proposals, own);
    Map<UUID, Score> scores = new LinkedHashMap<>();
    proposals.forEach(
        (id, proposal) -> {
          double following = conversation.following(id);
          double stream = conversation.stream(proposal);
          double fused =
              proposal.stream().isEmpty()
                  ? own.get(id)
                  : (own.get(id) + following + STREAM * stream) / (1 + STREAM);
          scores.put(
              id,
              new Score(
                  lexical.getOrDefault(id, 0.0),
                  cosines.getOrDefault(id, unknown),
                  isNamed(proposal, words),
                  following,
                  stream,
                  fused,
                  calibrated(fused)));
        });
    return scores;
  }

  static double calibrated(double fused) {
    return 1 - Math.exp(-STEEPNESS * Math.max(0, fused));
  }

  private static double own(double lexical, double cosine, boolean named) {
    double score = Math.pow(lexical, LEXICAL_POWER) + MEANING * Math.max(0, cosine);
    return named ? score + NAMED : score;
  }

  private static double unknownCosine(List<Proposal> semantic, int size) {
    return semantic.size() < size
        ? 0
        : BEYOND_LAST * Math.max(0, semantic.get(semantic.size() - 1).score());
  }

  private static boolean isNamed(Proposal proposal, QueryWords words) {
    return proposal
        .speaker()
        .map(
            name ->
                words.names(name)
                    || (HUMAN.contains(name)
                        && FIRST_PERSON.stream().anyMatch(words.all()::contains)))
        .orElse(false);
  }

  /** What the proposals have of the conversations that they belong to. */
  private static final class Conversation {
    private final Map<UUID, Double> own;
    private final Map<UUID, UUID> next = new HashMap<>();
    private final Map<String, Double> streams = new HashMap<>();

    Conversation(Map<UUID, Proposal> proposals, Map<UUID, Double> own) {
      this.own = own;
      Map<String, List<Double>> byStream = new HashMap<>();
      proposals.forEach(
          (id, proposal) -> {
            proposal.previous().ifPresent(before -> next.put(before, id));
            proposal.stream()
                .ifPresent(
                    name ->
                        byStream.computeIfAbsent(name, each -> new ArrayList<>()).add(own.get(id)));
          });
      byStream.forEach(
          (name, scores) ->
              streams.put(
                  name,
                  scores.stream()
                      .sorted(Comparator.reverseOrder())
                      .limit(BEST_OF_STREAM)
                      .mapToDouble(Double::doubleValue)
                      .average()
                      .orElse(0)));
    }

    double following(UUID id) {
      UUID first = next.get(id);
      if (first == null) {
        return 0;
      }
      UUID second = next.get(first);
      return NEXT * own.get(first) + (second == null ? 0 : AFTER_NEXT * own.get(second));
    }

    double stream(Proposal proposal) {
      return proposal.stream().flatMap(name -> Optional.ofNullable(streams.get(name))).orElse(0.0);
    }
  }
}
