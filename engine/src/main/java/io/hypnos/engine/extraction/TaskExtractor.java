package io.hypnos.engine.extraction;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tasks, deadlines and goals of a text, by what announces them. Pure and linear. */
public final class TaskExtractor {
  private static final Pattern CHECKBOX = Pattern.compile("^[-*+]?\\s?\\[(?<mark>[ xX])\\]\\s*");
  private static final Pattern BULLET = Pattern.compile("^(?:[-*+•]|\\d{1,3}[.)])\\s+");
  private static final Pattern NEEDS =
      Pattern.compile(
          "^(?:the |our |my )?(?<what>[^.,;!?]{2,60}?) (?:needs to be|has to be|must be|is due|are"
              + " due) (?<do>.{0,200})$",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> NO_NAMES =
      Set.of(
          "it",
          "this",
          "that",
          "he",
          "she",
          "they",
          "you",
          "i",
          "we",
          "there",
          "what",
          "who",
          "everyone",
          "nobody",
          "if",
          "how",
          "why",
          "when");
  private static final Set<String> NO_TASKS =
      StopWords.words(
          "be have say admit think see know always never probably definitely not love miss like let"
              + " keep");
  private static final int MOST = 200;

  /** All tasks and goals of a text, in its order. */
  public List<Task> extract(SourceText source) {
    List<Task> tasks = new ArrayList<>();
    for (Span span : SentenceSplitter.of(source.text())) {
      boolean sayable = span.end() - span.start() <= FactExtractor.LONGEST_SENTENCE;
      if (sayable && tasks.size() < MOST) {
        sentence(source, span).ifPresent(tasks::add);
      }
    }
    return tasks;
  }

  private static Optional<Task> sentence(SourceText source, Span span) {
    String text = span.of(source.text()).replace('’', '\'');
    Matcher box = CHECKBOX.matcher(text);
    if (box.find()) {
      boolean done = !box.group("mark").equals(" ");
      return task(
          source, span, text.substring(box.end()), Task.Kind.TASK, Optional.empty(), done, 0.95);
    }
    Matcher bullet = BULLET.matcher(text);
    String line = bullet.find() ? text.substring(bullet.end()) : text;
    for (TaskCue cue : TaskCue.ALL) {
      Matcher matcher = cue.pattern().matcher(line);
      if (matcher.find() && isWorkable(cue, line, matcher)) {
        return task(
            source,
            span,
            line.substring(matcher.end()),
            cue.kind(),
            assignee(cue, matcher, source.speaker()),
            false,
            cue.confidence());
      }
    }
    return needing(source, span, line);
  }

  /** "The report needs to be sent by Friday". */
  private static Optional<Task> needing(SourceText source, Span span, String line) {
    Matcher matcher = NEEDS.matcher(line);
    if (!matcher.find() || NO_NAMES.contains(matcher.group("what").toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return task(source, span, line, Task.Kind.TASK, Optional.empty(), false, 0.7);
  }

  private static boolean isWorkable(TaskCue cue, String line, Matcher matcher) {
    List<Word> rest = Words.of(line.substring(matcher.end()));
    boolean asks = line.endsWith("?") && cue.who() != TaskCue.Who.ADDRESSED;
    boolean named =
        cue.who() != TaskCue.Who.NAMED
            || !NO_NAMES.contains(matcher.group("who").toLowerCase(Locale.ROOT));
    return !asks && named && !rest.isEmpty() && !NO_TASKS.contains(rest.get(0).key());
  }

  private static Optional<Subject> assignee(TaskCue cue, Matcher matcher, Speaker speaker) {
    return switch (cue.who()) {
      case SPEAKER -> Optional.of(speaker.self());
      case GROUP -> Optional.of(Subject.ORGANIZATION);
      case ADDRESSED -> speaker.addressed();
      case NAMED -> Optional.of(Subject.external(matcher.group("who")));
      case NOBODY -> Optional.empty();
    };
  }

  private static Optional<Task> task(
      SourceText source,
      Span span,
      String rest,
      Task.Kind kind,
      Optional<Subject> assignee,
      boolean done,
      double confidence) {
    String title = rest.strip();
    while (!title.isEmpty() && ".!。！ ".indexOf(title.charAt(title.length() - 1)) >= 0) {
      title = title.substring(0, title.length() - 1);
    }
    if (title.length() < 2) {
      return Optional.empty();
    }
    String capital = title.substring(0, title.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    title = capital + title.substring(title.offsetByCodePoints(0, 1));
    return Optional.of(
        new Task(
            kind, title, due(rest, source.now(), source.zone()), assignee, done, confidence, span));
  }

  /** The end of the last day that the words name. */
  private static Optional<Instant> due(String text, Instant now, ZoneId zone) {
    return DateWords.inFuture(text, now, zone).stream()
        .map(
            date ->
                date.isOneDay() && date.time().isPresent()
                    ? date.first().atTime(date.time().get()).atZone(zone).toInstant()
                    : date.range(zone).to().equals(TimeRange.LATEST)
                        ? date.range(zone).from()
                        : date.range(zone).to())
        .filter(moment -> moment.isAfter(now))
        .reduce((one, other) -> one.isAfter(other) ? one : other);
  }
}
