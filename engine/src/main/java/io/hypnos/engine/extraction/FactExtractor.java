package io.hypnos.engine.extraction;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Facts of a text by rules: each sentence, or part of one that stands for itself, is an atomic
 * statement; where the rules understand it, it carries a claim that can be compared. Pure and
 * linear; sentences that no person says (over 600 characters) are left out.
 */
public final class FactExtractor {
  static final int LONGEST_SENTENCE = 600;
  private static final int MOST_FACTS = 500;
  private static final double UNDERSTOOD = 0.9;
  private static final double PLAIN = 0.5;
  private static final double HEDGED = 0.6;

  /** All facts of a text, in its order. */
  public List<Fact> extract(SourceText source) {
    List<Fact> facts = new ArrayList<>();
    Optional<Subject> named = Optional.empty();
    for (Span sentence : SentenceSplitter.of(source.text())) {
      if (sentence.end() - sentence.start() <= LONGEST_SENTENCE && facts.size() < MOST_FACTS) {
        named = new Sentence(source, sentence, named, facts).read();
      }
    }
    return facts;
  }

  /** One sentence on its way to facts. */
  private static final class Sentence {
    private final SourceText source;
    private final String text;
    private final int offset;
    private final List<Fact> facts;
    private Optional<Subject> named;
    private Optional<SubjectPhrase> carried = Optional.empty();
    private String carriedText = "";

    Sentence(SourceText source, Span span, Optional<Subject> named, List<Fact> facts) {
      this.source = source;
      this.text = span.of(source.text());
      this.offset = span.start();
      this.named = named;
      this.facts = facts;
    }

    /** Returns whom "he" or "she" means from here on. */
    Optional<Subject> read() {
      List<Word> words = Words.of(text);
      if (StatementTypes.isQuestion(text, Clause.of(text, words))) {
        return named;
      }
      Optional<Draft> foreign = ForeignRules.read(text, source.speaker().self());
      if (foreign.isPresent()) {
        Clause whole = Clause.of(text, words);
        add(foreign.get(), whole, false, List.of(), text, UNDERSTOOD);
        return named;
      }
      List<List<Word>> clauses = ClauseSplitter.of(words);
      for (List<Word> part : clauses) {
        Clause clause = Clause.of(text, part);
        if (clause.size() > 0) {
          clause(clause, clauses.size() == 1);
        }
      }
      return named;
    }

    private void clause(Clause clause, boolean whole) {
      List<DateMention> dates = dates(clause);
      EnglishRules.Parsed parsed =
          EnglishRules.read(clause, dates, source.speaker(), source.zone(), named, carried);
      boolean ownSubject =
          parsed.subject().filter(s -> s.next() > parsed.lead().next()).isPresent();
      String statement = whole ? text : statement(clause, parsed, ownSubject);
      remember(clause, parsed, ownSubject);
      List<Draft> drafts = parsed.drafts();
      if (drafts.isEmpty()) {
        drafts = InstructionRules.read(clause, source.speaker()).orElse(List.of());
      }
      double confidence = parsed.lead().hedged() ? HEDGED : UNDERSTOOD;
      for (Draft draft : drafts) {
        add(draft, clause, parsed.past(), dates, statement, confidence);
      }
      if (drafts.isEmpty() && StatementTypes.saysSomething(clause)) {
        plain(clause, parsed, dates, statement);
      }
    }

    private void plain(
        Clause clause, EnglishRules.Parsed parsed, List<DateMention> dates, String statement) {
      Subject subject = parsed.subject().map(SubjectPhrase::owner).orElse(source.speaker().self());
      Draft draft =
          new Draft(
              subject,
              StatementTypes.of(clause),
              Optional.empty(),
              Polarity.POSITIVE,
              TemporalStatus.CURRENT,
              parsed.lead().denied() ? ChangeType.CONTRADICTION : ChangeType.ADDITION,
              Optional.empty());
      add(draft, clause, parsed.past(), dates, statement, PLAIN);
    }

    private List<DateMention> dates(Clause clause) {
      Span span = clause.span();
      // Shorter than the sentence, so positions are counted from the beginning of the clause.
      String part = text.substring(span.start(), span.end());
      boolean future =
          !clause.contains(Set.of("ago", "last", "yesterday", "was", "were"))
              || EventRules.moves(clause);
      List<DateMention> found =
          future
              ? DateWords.inFuture(part, source.now(), source.zone())
              : DateWords.inPast(part, source.now(), source.zone());
      return found.stream()
          .map(
              date ->
                  new DateMention(
                      date.first(),
                      date.last(),
                      date.time(),
                      date.bound(),
                      date.start() + span.start(),
                      date.end() + span.start()))
          .toList();
    }

    private void remember(Clause clause, EnglishRules.Parsed parsed, boolean ownSubject) {
      if (ownSubject) {
        SubjectPhrase subject = parsed.subject().orElseThrow();
        carried = Optional.of(subject);
        carriedText = clause.text(parsed.lead().next(), subject.next());
        if (subject.owner().kind() == Subject.Kind.EXTERNAL
            && subject.how() != SubjectPhrase.How.THING) {
          named = Optional.of(subject.owner());
        } else if (subject.how() == SubjectPhrase.How.POSSESSED
            && Kin.contains(subject.noun().substring(subject.noun().lastIndexOf(' ') + 1))) {
          named = Optional.of(EnglishRules.kin(subject));
        }
      }
    }

    private String statement(Clause clause, EnglishRules.Parsed parsed, boolean ownSubject) {
      int first = parsed.lead().next();
      if (!ownSubject && !carriedText.isEmpty() && !parsed.drafts().isEmpty()) {
        return carriedText + " " + clause.text(first, clause.size()).strip();
      }
      int start = 0;
      while (start < clause.size()
          && (clause.isMark(start)
              || clause.is(start, Set.of("and", "but", "so", "then", "because", "plus")))) {
        start++;
      }
      int end = clause.size();
      while (end > start && clause.isMark(end - 1) && clause.word(end - 1).text().equals(",")) {
        end--;
      }
      return clause.text(start, end);
    }

    private void add(
        Draft draft,
        Clause clause,
        boolean past,
        List<DateMention> dates,
        String statement,
        double confidence) {
      Optional<TimeRange> occurs =
          dates.stream().map(date -> date.range(source.zone())).reduce(TimeRange::spanning);
      Span span = clause.span();
      String said = draft.part().map(part -> partOf(clause, part, statement)).orElse(statement);
      facts.add(
          new Fact(
              said,
              draft.type(),
              draft.subject(),
              draft.claim(),
              draft.polarity(),
              draft.temporal(),
              draft.change(),
              confidence,
              new Span(offset + span.start(), offset + span.end()),
              occurs,
              Expiry.of(draft, dates, past, source.now(), source.zone())));
    }

    /** "I like tea and coffee" says two things: "I like tea" and "I like coffee". */
    private static String partOf(Clause clause, ValueSpan.Words part, String statement) {
      boolean article = clause.is(part.from() - 1, Set.of("a", "an", "the", "my", "our"));
      String value = clause.text(part.from() - (article ? 1 : 0), part.to());
      for (int i = 0; i < part.from(); i++) {
        if (Lemmas.of(clause.key(i)).isPresent() || clause.is(i, Set.of("to", "of"))) {
          int last = lastBeforeList(clause, part.from());
          return clause.text(0, last) + " " + value;
        }
      }
      return statement;
    }

    private static int lastBeforeList(Clause clause, int from) {
      int last = 0;
      for (int i = 0; i < from; i++) {
        boolean verb =
            Lemmas.of(clause.key(i)).filter(v -> v.form() != Lemmas.Form.ING).isPresent();
        if (verb || clause.is(i, Set.of("to", "of", "in"))) {
          last = i + 1;
          if (verb
              && !Lemmas.of(clause.key(i)).orElseThrow().lemma().equals("be")
              && !clause.is(i, Set.of("do", "have"))) {
            return last;
          }
        }
      }
      return last;
    }
  }

  /** When what a fact says is over. */
  private static final class Expiry {
    static Optional<Instant> of(
        Draft draft, List<DateMention> dates, boolean past, Instant now, ZoneId zone) {
      Optional<DateMention> until =
          dates.stream().filter(date -> date.bound() == DateMention.Bound.UNTIL).findFirst();
      Optional<Instant> end = Optional.empty();
      if (until.isPresent()) {
        end = until.map(date -> date.range(zone).to());
      } else if (draft.claim().map(Claim::attribute).filter(Attribute.SCHEDULE::equals).isPresent()
          && !draft.claim().orElseThrow().value().equals("cancelled")) {
        end =
            dates.stream()
                .filter(date -> date.bound() == DateMention.Bound.WITHIN)
                .map(date -> date.range(zone).to())
                .reduce((one, other) -> one.isAfter(other) ? one : other);
      }
      // What was over before it was said is a memory of it, not a thing to forget.
      boolean over = past && draft.change() != ChangeType.UPDATE;
      return end.filter(moment -> moment.isAfter(now) && !over);
    }
  }
}
