package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What clients see that send neither {@code top_k} nor {@code min_relevance}: a question about a
 * stored fact finds it, an unrelated one finds nothing. The two distributions are logged.
 */
final class MnemoverseCalibrationIT {
  private static final Logger LOG = LoggerFactory.getLogger(MnemoverseCalibrationIT.class);

  @RegisterExtension static final RunningApi API = new RunningApi();

  /** A fact and a question about it that does not repeat it. */
  private record Fact(String text, String question) {}

  private static final List<Fact> FACTS =
      List.of(
          new Fact(
              "Staging deploys need a manual approval since March",
              "do I have to approve a deploy to staging?"),
          new Fact(
              "Retry the upload with backoff after a 503",
              "what should I do when an upload fails?"),
          new Fact(
              "We use pnpm instead of npm in this repository", "which package manager do we use?"),
          new Fact(
              "The production database runs on PostgreSQL 16", "what database is in production?"),
          new Fact("Ann is allergic to peanuts and shellfish", "which foods must Ann not eat?"),
          new Fact("The weekly standup takes place on Tuesdays at 9", "when is the standup?"),
          new Fact("Invoices are paid on the last Friday of the month", "when do we pay invoices?"),
          new Fact(
              "The greenhouse is watered at six in the morning",
              "at what time is the greenhouse watered?"),
          new Fact("Jonas prefers tabs over spaces in Go code", "does Jonas like tabs or spaces?"),
          new Fact(
              "The API key rotates every ninety days by a cron job",
              "how often are API keys rotated?"),
          new Fact("Our office in Lyon closes at 18:00", "when does the Lyon office close?"),
          new Fact(
              "Customer Globex is on the enterprise plan until 2027",
              "which plan does Globex have?"),
          new Fact("The red sofa was bought in Malmö for 900 euros", "how much did the sofa cost?"),
          new Fact("My daughter starts school in August", "when does my daughter start school?"),
          new Fact(
              "Kubernetes nodes are drained before an upgrade",
              "what happens to nodes before an upgrade?"),
          new Fact("The search index is rebuilt every night at two", "when is the index rebuilt?"),
          new Fact("The user wants answers in Swedish", "in which language should I answer?"),
          new Fact("Error E42 means that the license has expired", "what does error E42 mean?"),
          new Fact(
              "The Wi-Fi password of the cabin is on the fridge",
              "where is the cabin's Wi-Fi password?"),
          new Fact("Mira leads the billing team since January", "who leads the billing team?"));

  private static final List<String> UNRELATED =
      List.of(
          "how do volcanoes form?",
          "best recipe for sourdough bread",
          "history of the Byzantine empire",
          "why do cats purr?",
          "symphonies by Shostakovich",
          "training plan for a marathon",
          "difference between alligators and crocodiles",
          "how far away is the moon?",
          "quantum entanglement explained",
          "rules of cricket",
          "wie pflanzt man Kartoffeln?",
          "knitting patterns for beginners",
          "who painted the night watch?",
          "treatment of migraine",
          "origami crane instructions",
          "medieval siege engines",
          "photosynthesis in desert plants",
          "tide tables for the bay of Fundy",
          "lyrics of a sea shanty",
          "migration of monarch butterflies");

  private static Atoms atoms;

  @BeforeAll
  static void storeFacts() {
    atoms = new Atoms(API.tenant().client());
    List<Map<String, String>> items =
        FACTS.stream().map(fact -> Map.of("content", fact.text())).toList();
    assertThat(
            ok(atoms.post("write-batch", Map.of("items", items))).path("stored_count").intValue())
        .isEqualTo(FACTS.size());
  }

  @Test
  void aQuestionAboutAFactFindsItAtTheDefaults() {
    List<String> missed = new ArrayList<>();
    List<Double> similarities = new ArrayList<>();
    for (Fact fact : FACTS) {
      JsonNode items = atoms.read(fact.question()).path("items");
      int position = values(items, "content").indexOf(fact.text());
      if (position < 0) {
        missed.add(fact.question());
      } else {
        similarities.add(items.path(position).path("similarity").doubleValue());
      }
    }
    show("related", similarities);

    assertThat(missed).isEmpty();
  }

  @Test
  void anUnrelatedQuestionFindsNothing() {
    List<String> found = new ArrayList<>();
    List<Double> similarities = new ArrayList<>();
    for (String question : UNRELATED) {
      JsonNode nearest =
          atoms
              .read(Map.of("query", question, "min_relevance", 0, "top_k", 1))
              .path("items")
              .path(0);
      similarities.add(nearest.path("similarity").doubleValue());
      if (!atoms.read(question).path("items").isEmpty()) {
        found.add(question + " -> " + nearest.path("content").asString());
      }
    }
    show("unrelated", similarities);

    assertThat(found).isEmpty();
  }

  private static void show(String name, List<Double> similarities) {
    List<Double> sorted = similarities.stream().sorted().toList();
    LOG.info(
        "similarity of {} questions: least {}, median {}, most {}",
        name,
        shown(sorted.get(0)),
        shown(sorted.get(sorted.size() / 2)),
        shown(sorted.get(sorted.size() - 1)));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
