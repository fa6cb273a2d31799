package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever a text is made of, every function answers, and in a time that grows with its length. */
final class HostileTextTest {
  private static final RuleExtractor RULES = Extractors.rules();
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int RANDOM_TEXTS = 600;

  private static final List<Consumer<String>> FUNCTIONS =
      List.of(
          text -> Salience.of(text).against(Salience.of(text)),
          text -> DateWords.range(text, Labelled.NOW, ZoneOffset.UTC),
          text -> DateWords.inFuture(text, Labelled.NOW, ZoneOffset.UTC),
          text -> Subject.external(text).reference(),
          Canonical::of,
          text ->
              new TaskExtractor().extract(SourceText.ofUser(new UUID(0, 0), text, Labelled.NOW)),
          text ->
              new FactExtractor()
                  .extract(
                      new SourceText(
                          new UUID(0, 0), text, Speaker.other(text), Instant.MAX, ZoneOffset.UTC)));

  @Test
  void knownEvilTextsAreAnsweredSoon() {
    List<String> texts =
        List.of(
            "",
            " ",
            "\u0000",
            "\uD800",
            "\uDC00\uD800",
            "a" + "\u0301".repeat(1_000_000),
            "\u0301".repeat(1_000_000),
            "\u0316\u0301".repeat(300_000),
            "x".repeat(10_000),
            "x".repeat(1_000_000),
            "1".repeat(1_000_000),
            "1.".repeat(300_000),
            "1,000,".repeat(100_000),
            "9".repeat(30) + " years ago",
            "-".repeat(1_000_000),
            ".".repeat(1_000_000),
            "a.".repeat(300_000),
            "I like ".repeat(100_000),
            "and ".repeat(200_000),
            "not ".repeat(200_000),
            "I used to ".repeat(100_000),
            "my wife's ".repeat(100_000),
            "two hundred ".repeat(100_000),
            "twenty-".repeat(100_000),
            "I like " + "tea, ".repeat(100),
            "I think that ".repeat(40) + "I live in Oslo",
            "http://" + "a/".repeat(100_000),
            "a@".repeat(200_000),
            "搬".repeat(300_000),
            "我喜欢".repeat(100_000),
            "\u202Eشكرا جزيلا على المساعدة، أعيش في القاهرة",
            "אני גר בתל אביב",
            "'".repeat(100_000),
            "I'm".repeat(100_000),
            "$1 \\ {} %s ${x} \"",
            "May ".repeat(100_000),
            "last ".repeat(100_000),
            "- [ ] ".repeat(50_000),
            "\n".repeat(500_000),
            "😀".repeat(200_000));
    for (String text : texts) {
      for (int i = 0; i < FUNCTIONS.size(); i++) {
        // Processor time: the machine may be busy with other things.
        long start = THREADS.getCurrentThreadCpuTime();
        FUNCTIONS.get(i).accept(text);
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        assertThat(seconds).as("function %d on %s", i, beginning(text)).isLessThan(5);
      }
      assertThat(RULES.extract(SourceText.ofUser(new UUID(0, 0), text, Labelled.NOW)).concepts())
          .hasSizeLessThanOrEqualTo(32);
    }
  }

  /** A text eight times as long may cost about eight times as much; a quadratic rule costs 64. */
  @Test
  void costGrowsWithLengthAndNotFaster() {
    for (String piece :
        new String[] {
          "I like ",
          "my wife's ",
          "two hundred ",
          "a.",
          "-",
          "May ",
          "last ",
          "x",
          "1.",
          "not ",
          "in the ",
          "3 pm on ",
          "TODO: x\n",
          "I like tea. ",
          "\u0301",
          "我喜欢",
          "a@b.c ",
          "twenty-",
          "I'm ",
          "#",
          "/a"
        }) {
      String small = piece.repeat(40_000 / piece.length());
      String large = piece.repeat(320_000 / piece.length());
      for (int i = 0; i < FUNCTIONS.size(); i++) {
        FUNCTIONS.get(i).accept(small);
        double one = cost(i, small);
        double eight = cost(i, large);
        assertThat(eight).as("function %d on %s", i, piece).isLessThan(24 * one + 0.2);
      }
    }
  }

  private static double cost(int function, String text) {
    long start = THREADS.getCurrentThreadCpuTime();
    FUNCTIONS.get(function).accept(text);
    return (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
  }

  @Test
  void randomTextsOfEvilPiecesNeverThrow() {
    long seed = 20260506L;
    Random random = new Random(seed);
    String[] pieces = {
      "I ",
      "my ",
      "not ",
      "like ",
      "moved ",
      "to ",
      "from ",
      "Oslo",
      "Anna",
      "'s ",
      "n't ",
      ", ",
      ". ",
      "? ",
      "and ",
      "is ",
      "are ",
      "have ",
      "been ",
      "used ",
      "no longer ",
      "two ",
      "hundred ",
      "3 ",
      "pm ",
      "on ",
      "May ",
      "Friday ",
      "last ",
      "week ",
      "ago ",
      "2023-05-07 ",
      "2023-13-45 ",
      "a ",
      "the ",
      "of ",
      "with ",
      "\u0000",
      "\uD800",
      "\u0301",
      "我",
      "喜欢",
      "ich mag ",
      "j'aime ",
      "\u202E",
      "😀",
      "-",
      "'",
      "\"",
      "(",
      ")",
      "\n",
      "TODO: ",
      "- [x] ",
      "favourite ",
      "meeting ",
      "cancelled ",
      "as a ",
      "at ",
      "in ",
      "for ",
      "@x.y ",
      "1.2.3 ",
      "since ",
      "until ",
      "wife ",
      "you ",
      "he ",
      "we ",
      "job ",
      "quit ",
      "allergic to ",
      "years old ",
      "%",
      "/",
      "…",
      "。",
      "：",
      "married to ",
      "named ",
      "call me ",
      "always ",
      "let's go ",
      "half past ",
      "a couple of days "
    };
    System.out.println("random texts: " + RANDOM_TEXTS + ", seed " + seed);
    for (int n = 0; n < RANDOM_TEXTS; n++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(40);
      for (int i = 0; i < length; i++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String made = text.toString();
      assertThatCode(() -> RULES.extract(SourceText.ofUser(new UUID(0, 0), made, Labelled.NOW)))
          .as("%s", made)
          .doesNotThrowAnyException();
      for (Consumer<String> function : FUNCTIONS) {
        assertThatCode(() -> function.accept(made)).as("%s", made).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void theSameTextGivesTheSameAnswer() {
    String text = "Anna and I moved to Oslo on Friday. We like tea, coffee and PAY-1234.";
    SourceText source = SourceText.ofUser(new UUID(0, 0), text, Labelled.NOW);
    assertThat(RULES.extract(source)).isEqualTo(Extractors.rules().extract(source));
  }

  private static String beginning(String text) {
    return text.length() + " × " + text.substring(0, Math.min(10, text.length()));
  }
}
