package io.hypnos.engine.extraction;

import io.hypnos.engine.extraction.DateMention.Bound;
import io.hypnos.engine.extraction.Word.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Walks once over the words of a text and collects the dates that they name. */
final class DateExpressions {
  private static final Map<String, Bound> BOUNDS =
      Map.of(
          "since", Bound.SINCE,
          "seit", Bound.SINCE,
          "depuis", Bound.SINCE,
          "desde", Bound.SINCE,
          "after", Bound.AFTER,
          "nach", Bound.AFTER,
          "before", Bound.BEFORE,
          "until", Bound.UNTIL,
          "till", Bound.UNTIL,
          "bis", Bound.UNTIL);
  private static final Set<String> LINKS =
      Set.of("on", "at", "in", "of", "the", "am", "um", "à", "a", "el", "le", "by", "du", "from");

  private final List<Word> words;
  private final DatePhrases phrases;
  private final List<DateMention> mentions = new ArrayList<>();

  private DateExpressions(List<Word> words, LocalDate today, boolean future) {
    this.words = words;
    this.phrases = new DatePhrases(words, today, future);
  }

  static List<DateMention> in(String text, Instant now, ZoneId zone, boolean future) {
    try {
      LocalDate today = LocalDate.ofInstant(now, zone);
      return new DateExpressions(Words.of(text), today, future).collect(today);
    } catch (DateTimeException e) {
      // Seen from beyond the calendar no date can be told.
      return List.of();
    }
  }

  private List<DateMention> collect(LocalDate today) {
    int index = 0;
    while (index < words.size()) {
      Optional<DatePhrases.Found> found = phrases.at(index);
      if (found.isPresent()) {
        index = add(index, found.get());
      } else {
        index = time(index, today);
      }
    }
    return mentions;
  }

  private int add(int index, DatePhrases.Found found) {
    DateMention mention =
        new DateMention(
            found.first(),
            found.last(),
            Optional.empty(),
            Bound.WITHIN,
            words.get(index).start(),
            words.get(found.next() - 1).end());
    int before = index - 1;
    while (before > 0 && LINKS.contains(words.get(before).key())) {
      before--;
    }
    if (before >= 0) {
      Bound bound = BOUNDS.get(words.get(before).key());
      if (bound != null) {
        mention = mention.with(bound, words.get(before).start());
      }
    }
    mentions.add(mention);
    return found.next();
  }

  /** A time of day belongs to the date beside it; alone it is today's. */
  private int time(int index, LocalDate today) {
    Optional<ClockTimes.Reading> time = ClockTimes.at(words, index);
    if (time.isEmpty()) {
      return index + 1;
    }
    int next = time.get().next();
    int start = words.get(index).start();
    int end = words.get(next - 1).end();
    LocalTime at = time.get().time();
    int last = mentions.size() - 1;
    if (last >= 0
        && mentions.get(last).time().isEmpty()
        && isBeside(mentions.get(last).end(), index)) {
      mentions.set(last, mentions.get(last).with(at, start, end));
      return next;
    }
    int following = next;
    while (following < words.size() && LINKS.contains(words.get(following).key())) {
      following++;
    }
    Optional<DatePhrases.Found> date =
        following < words.size() ? phrases.at(following) : Optional.empty();
    if (date.isPresent()) {
      int after = add(following, date.get());
      int added = mentions.size() - 1;
      mentions.set(added, mentions.get(added).with(at, start, end));
      return after;
    }
    mentions.add(new DateMention(today, today, Optional.of(at), Bound.WITHIN, start, end));
    return next;
  }

  /** Whether only small words stand between the end of a date and a word. */
  private boolean isBeside(int end, int index) {
    int before = index - 1;
    while (before >= 0 && words.get(before).start() >= end) {
      Word word = words.get(before);
      if (!LINKS.contains(word.key()) && !(word.kind() == Kind.MARK && word.isMark(','))) {
        return false;
      }
      before--;
    }
    return true;
  }
}
