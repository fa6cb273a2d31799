package io.hypnos.engine.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BuiltInModelTest {
  private static final EmbeddingModel MODEL = open(Map.of());

  @AfterAll
  static void close() {
    MODEL.close();
  }

  @Test
  void paraphrasesAreCloserThanUnrelatedTexts() {
    String[][] pairs = {
      {"Anna moved to Lisbon last spring.", "Last spring Anna relocated to Lisbon."},
      {"The deployment failed because the disk was full.", "A full disk broke the rollout."},
      {"He is allergic to peanuts.", "Peanuts give him an allergic reaction."},
      {"The invoice is due on Friday.", "Payment of the bill is expected by Friday."},
      {"She prefers tea over coffee.", "Tea is her favourite, not coffee."}
    };
    for (int i = 0; i < pairs.length; i++) {
      double paraphrase = cosine(pairs[i][0], pairs[i][1]);
      for (int j = 0; j < pairs.length; j++) {
        if (i != j) {
          double unrelated = cosine(pairs[i][0], pairs[j][1]);
          assertThat(paraphrase).as(pairs[i][0]).isGreaterThan(unrelated + 0.2);
        }
      }
    }
  }

  @Test
  void similarityFallsWithDistanceOfMeaning() {
    String query = "Where does Anna live?";

    double answer = cosine(query, "Anna lives in Lisbon.");
    double samePerson = cosine(query, "Anna likes chess.");
    double unrelated = cosine(query, "The build uses a parallel garbage collector.");

    assertThat(answer).isGreaterThan(samePerson);
    assertThat(samePerson).isGreaterThan(unrelated);
  }

  @Test
  void vectorsAreBitIdenticalInRepeatsAndAcrossThreads() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      texts.add("Meeting number " + i + " was about topic " + (i * 7919) + ". ".repeat(i % 9 + 1));
    }
    List<float[]> alone = texts.stream().map(MODEL::embed).toList();

    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<float[]>> together = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        texts.forEach(text -> together.add(threads.submit(() -> MODEL.embed(text))));
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % texts.size()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "...", "\u0000", "🙂🎉", "\ud800", "\u0301\u0301", "?!;:-—“”"})
  void textWithoutWordsGivesAUnitVector(String text) {
    assertUnit(MODEL.embed(text));
  }

  @Test
  void whatLiesBeyondTheTokenLimitDoesNotCount() {
    String limit = "alpha ".repeat(254);

    assertUnit(MODEL.embed(limit));
    assertThat(MODEL.embed(limit + "omega")).isEqualTo(MODEL.embed(limit));
    assertThat(MODEL.embed("alpha ".repeat(250) + "omega")).isNotEqualTo(MODEL.embed(limit));
  }

  @Test
  void manyTextsGetTheVectorsThatTheyGetAlone() {
    List<String> texts = List.of("one", "a second text", "the third", "", "one");

    assertThat(MODEL.embedAll(texts, Priority.BULK))
        .containsExactlyElementsOf(texts.stream().map(MODEL::embed).toList());
    assertThat(MODEL.embedAll(List.of(), Priority.BULK)).isEmpty();
  }

  @Test
  void aQuestionIsEmbeddedLikeAText() {
    float[] first = MODEL.embedQuery("Where does Anna live?");
    first[0] = 7;

    assertThat(MODEL.embedQuery("Where does Anna live?"))
        .isEqualTo(MODEL.embed("Where does Anna live?"));
  }

  @Test
  void whatStandsInTheMiddleOfALongTextIsFoundByItsPiece() {
    String filler = "The weather report of the day mentions clouds, some rain and little wind. ";
    String text =
        filler.repeat(20) + "Anna is allergic to peanuts and carries a pen. " + filler.repeat(20);
    float[] question = MODEL.embedQuery("What is Anna allergic to?");

    List<float[]> pieces = MODEL.embedPieces(text);

    double best = pieces.stream().mapToDouble(piece -> dot(question, piece)).max().orElseThrow();
    assertThat(pieces).hasSizeGreaterThan(4);
    assertThat(best).isGreaterThan(dot(question, MODEL.embed(text)) + 0.2);
  }

  @Test
  void aShortTextIsOnePiece() {
    assertThat(MODEL.embedPieces("Anna lives in Lisbon."))
        .containsExactly(MODEL.embed("Anna lives in Lisbon."));
    assertThat(MODEL.embedPieces(List.of("Anna", "word. ".repeat(190), "Lisbon"), Priority.BULK))
        .extracting(List::size)
        .containsExactly(1, 2, 1);
  }

  @Test
  void closedModelRefusesTexts() {
    EmbeddingModel model = open(Map.of("embedding.threads", "1", "embedding.max-tokens", "64"));
    model.close();
    model.close();

    assertThatThrownBy(() -> model.embed("late"))
        .isInstanceOfSatisfying(
            HypnosException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private static EmbeddingModel open(Map<String, String> settings) {
    return EmbeddingModels.open(Settings.of(settings, Map.of()).embedding(), Clock.systemUTC());
  }

  private static double cosine(String first, String second) {
    return dot(MODEL.embed(first), MODEL.embed(second));
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void assertUnit(float[] vector) {
    assertThat(vector).hasSize(MODEL.dimensions());
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    assertThat(Math.sqrt(square)).isCloseTo(1, within(1e-6));
  }
}
