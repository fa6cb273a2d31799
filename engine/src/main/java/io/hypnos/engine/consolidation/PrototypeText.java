package io.hypnos.engine.consolidation;

import io.hypnos.engine.extraction.Salience;
import io.hypnos.engine.extraction.SentenceSplitter;
import io.hypnos.engine.extraction.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The text that speaks for a group: that of the member in the middle, then what the others say
 * beyond it, most novel first, as long as there is room. Nothing is worded anew, so nothing can be
 * said that no member said.
 */
final class PrototypeText {
  /** A sentence of which less than this is new adds nothing. */
  private static final double LEAST_NEW = 0.15;

  /** Beyond these the choice would cost more than it gives. */
  private static final int MOST_SENTENCES = 200;

  private final Set<String> said = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private final StringBuilder text = new StringBuilder();
  private final int room;

  private PrototypeText(int room) {
    this.room = room;
  }

  private record Sentence(String text, Set<String> words) {}

  static String of(List<Member> middleFirst, int room) {
    PrototypeText prototype = new PrototypeText(room);
    prototype.begin(middleFirst.get(0).content());
    List<Sentence> others = new ArrayList<>();
    for (Member member : middleFirst.subList(1, middleFirst.size())) {
      for (Span span : SentenceSplitter.of(member.content())) {
        if (others.size() < MOST_SENTENCES) {
          others.add(sentence(member.content().substring(span.start(), span.end())));
        }
      }
    }
    prototype.addMostNovel(others);
    return prototype.text.toString();
  }

  private void begin(String middle) {
    text.append(middle.strip());
    for (Span span : SentenceSplitter.of(middle)) {
      note(sentence(middle.substring(span.start(), span.end())));
    }
  }

  private void addMostNovel(List<Sentence> candidates) {
    List<Sentence> left = new ArrayList<>(candidates);
    while (!left.isEmpty()) {
      Sentence best = null;
      double bestNovelty = LEAST_NEW;
      for (Sentence sentence : left) {
        double novelty = said.contains(folded(sentence.text)) ? 0 : novelty(sentence);
        if (novelty > bestNovelty) {
          best = sentence;
          bestNovelty = novelty;
        }
      }
      if (best == null) {
        return;
      }
      left.remove(best);
      if (text.length() + 1 + best.text.length() <= room) {
        text.append(endsSentence() ? " " : ". ").append(best.text);
        note(best);
      }
    }
  }

  private boolean endsSentence() {
    return ".!?…。！？:;)\"'".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  private double novelty(Sentence sentence) {
    if (sentence.words.isEmpty()) {
      return 0;
    }
    long fresh = sentence.words.stream().filter(word -> !words.contains(word)).count();
    return (double) fresh / sentence.words.size();
  }

  private void note(Sentence sentence) {
    said.add(folded(sentence.text));
    words.addAll(sentence.words);
  }

  private static Sentence sentence(String text) {
    Salience salience = Salience.of(text);
    Set<String> words = new HashSet<>(salience.stems());
    words.addAll(salience.items());
    return new Sentence(text.strip(), words);
  }

  private static String folded(String sentence) {
    return sentence.toLowerCase(Locale.ROOT).replaceAll("(?U)[^\\p{L}\\p{N}]+", " ").strip();
  }
}
