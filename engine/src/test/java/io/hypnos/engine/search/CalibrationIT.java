package io.hypnos.engine.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.engine.Engine;
import io.hypnos.engine.Engines;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients filter at 0.3: what that means for sixty facts and a question about each. */
final class CalibrationIT {
  private static final double FLOOR = 0.3;

  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES, Part.OPENSEARCH);

  private record Fact(String text, String question) {}

  @Test
  void aQuestionIsAboveTheFloorForItsFactAndBelowItForOthers() throws IOException {
    List<Fact> facts = facts();
    int found = 0;
    int first = 0;
    int unrelated = 0;
    int below = 0;
    try (Engine engine = Engines.open(STACK.settings())) {
      Caller caller = Engines.newTenant(engine);
      engine
          .writer()
          .writeAll(
              caller,
              facts.stream().map(fact -> NewMemory.text("facts", fact.text(), "api")).toList(),
              WritePolicy.KEEP_ALL);
      for (Fact fact : facts) {
        List<Hit> hits =
            engine
                .search()
                .search(caller, new SearchRequest(fact.question(), Optional.empty(), 100, 0))
                .hits();
        first += hits.get(0).memory().content().equals(fact.text()) ? 1 : 0;
        for (Hit hit : hits) {
          if (hit.memory().content().equals(fact.text())) {
            found += hit.similarity() >= FLOOR ? 1 : 0;
          } else {
            unrelated++;
            below += hit.similarity() < FLOOR ? 1 : 0;
          }
        }
      }
    }
    assertThat((double) found / facts.size()).as("own fact above").isGreaterThanOrEqualTo(0.95);
    assertThat((double) below / unrelated).as("others below").isGreaterThanOrEqualTo(0.97);
    assertThat((double) first / facts.size()).as("own fact first").isGreaterThanOrEqualTo(0.95);
  }

  private static List<Fact> facts() throws IOException {
    List<Fact> facts = new ArrayList<>();
    try (InputStream stream = CalibrationIT.class.getResourceAsStream("/search/facts.txt")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .forEach(
              line -> {
                int bar = line.indexOf('|');
                facts.add(new Fact(line.substring(0, bar), line.substring(bar + 1)));
              });
    }
    return facts;
  }
}
