package io.hypnos.engine.concept;

import io.hypnos.settings.ConceptSettings;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * How much the concepts of a query activate others: spreading activation (Collins and Loftus 1975)
 * with the fan effect (Anderson 1983). Pure; the order of concepts and associations does not
 * matter.
 */
final class SpreadingActivation {
  private final ConceptSettings settings;

  SpreadingActivation(ConceptSettings settings) {
    this.settings = settings;
  }

  /** An association as activation needs it. */
  record Link(ConceptPair pair, double weight, double valence) {
    Optional<ConceptKey> otherThan(ConceptKey key) {
      if (pair.low().equals(key)) {
        return Optional.of(pair.high());
      }
      return pair.high().equals(key) ? Optional.of(pair.low()) : Optional.empty();
    }
  }

  /** What a concept with so many associations passes on to each, relative to one with a single. */
  double share(int degree) {
    return 1 / (1 + settings.fan() * Math.log(Math.max(1, degree)));
  }

  /** What one concept of the query passes on over one association. */
  double passedOn(double weight, double valence, int degree) {
    double modulated = weight * Math.max(0, 1 + settings.valenceEffect() * valence);
    return Math.min(1, modulated * share(degree));
  }

  /** The concepts beside the query's that are activated enough, strongest first. */
  Map<ConceptKey, Double> spread(
      Set<ConceptKey> query, Map<ConceptKey, Integer> degrees, Collection<Link> links) {
    // In a fixed order, because the last bits of a product depend on it.
    List<Link> ordered = links.stream().sorted(Comparator.comparing(Link::pair)).toList();
    Map<ConceptKey, Double> missed = new TreeMap<>();
    for (Link link : ordered) {
      for (ConceptKey from : List.of(link.pair().low(), link.pair().high())) {
        ConceptKey to = link.otherThan(from).orElseThrow();
        if (query.contains(from) && !query.contains(to)) {
          double passed = passedOn(link.weight(), link.valence(), degrees.getOrDefault(from, 1));
          missed.merge(to, 1 - passed, (a, b) -> a * b);
        }
      }
    }
    Map<ConceptKey, Double> activations = new HashMap<>();
    missed.forEach((key, rest) -> activations.put(key, 1 - rest));
    return strongest(activations);
  }

  private Map<ConceptKey, Double> strongest(Map<ConceptKey, Double> activations) {
    Map<ConceptKey, Double> kept = new LinkedHashMap<>();
    activations.entrySet().stream()
        .filter(each -> each.getValue() >= settings.leastActivation())
        .sorted(
            Map.Entry.<ConceptKey, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(settings.mostActivated())
        .forEach(each -> kept.put(each.getKey(), each.getValue()));
    return kept;
  }
}
