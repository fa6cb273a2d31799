package io.hypnos.benchmarks.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** BM25 over texts, k1 1.2, b 0.75, English stems: what everybody can have for nothing. */
final class PlainBm25 {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private final EnglishAnalyzer analyzer = new EnglishAnalyzer();
  private final List<Map<String, Integer>> texts = new ArrayList<>();
  private final Map<String, Integer> frequencies = new HashMap<>();
  private double length;

  PlainBm25(List<String> texts) {
    for (String text : texts) {
      Map<String, Integer> counts = new HashMap<>();
      List<String> stems = stems(text);
      stems.forEach(stem -> counts.merge(stem, 1, Integer::sum));
      counts.keySet().forEach(stem -> frequencies.merge(stem, 1, Integer::sum));
      this.texts.add(counts);
      length += stems.size();
    }
    length /= Math.max(1, texts.size());
  }

  /** Positions of the texts between two bounds, best first. */
  List<Integer> rank(String query, int from, int to) {
    Map<Integer, Double> scores = new HashMap<>();
    for (String stem : new HashSet<>(stems(query))) {
      int containing = frequencies.getOrDefault(stem, 0);
      double weight = Math.log(1 + (texts.size() - containing + 0.5) / (containing + 0.5));
      for (int i = from; i < to; i++) {
        int times = texts.get(i).getOrDefault(stem, 0);
        if (times > 0) {
          double size = texts.get(i).values().stream().mapToInt(Integer::intValue).sum();
          double saturation = times / (times + K1 * (1 - B + B * size / length));
          scores.merge(i, weight * saturation, Double::sum);
        }
      }
    }
    return IntStream.range(from, to)
        .boxed()
        .filter(scores::containsKey)
        .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
        .toList();
  }

  private List<String> stems(String text) {
    List<String> stems = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        stems.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return stems;
  }
}
