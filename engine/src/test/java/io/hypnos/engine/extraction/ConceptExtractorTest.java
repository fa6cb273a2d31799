package io.hypnos.engine.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConceptExtractorTest {
  private final ConceptExtractor extractor = new ConceptExtractor(32);

  @Test
  void conceptsOfLabelledSentencesAreFoundWellEnough() {
    List<String[]> lines = Labelled.lines("concepts.tsv");
    Labelled counted = new Labelled();
    for (String[] line : lines) {
      counted.count(line[0], extractor.extract(line[0]), Labelled.parts(line[1]));
    }
    counted.report("concepts", lines.size());

    assertThat(lines).hasSizeGreaterThanOrEqualTo(60);
    assertThat(counted.precision()).isGreaterThanOrEqualTo(0.80);
    assertThat(counted.recall()).isGreaterThanOrEqualTo(0.80);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          See PAY-1234 and mail ops@hypnos.example.      | pay-1234
          Release v2.3.1 broke https://x.example/a?b=1.  | https://x.example/a?b=1
          The invoice came on Jan. 5th from Hartmann.    | hartmann
          Ich wohne in Berlin mit meiner Katze.          | katze
          J'habite à Lyon avec mon chien.                | chien
          我昨天买了新电脑。                              | 新电脑
          """)
  void identifiersNamesAndOtherLanguagesAreFoundToo(String text, String concept) {
    assertThat(extractor.extract(text)).contains(concept);
  }

  @Test
  void daysPronounsAndFillersAreNoConcepts() {
    assertThat(extractor.extract("I will do it on Friday, maybe next week, thanks a lot!"))
        .isEmpty();
    assertThat(extractor.extract("")).isEmpty();
    assertThat(extractor.extract(" \n\t ")).isEmpty();
  }

  @Test
  void noMoreThanAskedForAreGiven() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      text.append("The ticket ABC-").append(i).append(" waits. ");
    }
    assertThat(new ConceptExtractor(5).extract(text.toString())).hasSize(5);
  }

  @Test
  void threadsGetTheSameAnswersAtTheSameTime() throws Exception {
    List<String[]> lines = Labelled.lines("concepts.tsv");
    List<List<String>> alone = lines.stream().map(line -> extractor.extract(line[0])).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<List<List<String>>>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      work.add(() -> lines.stream().map(line -> extractor.extract(line[0])).toList());
    }
    for (Future<List<List<String>>> together : threads.invokeAll(work)) {
      assertThat(together.get()).isEqualTo(alone);
    }
    threads.shutdown();
  }
}
