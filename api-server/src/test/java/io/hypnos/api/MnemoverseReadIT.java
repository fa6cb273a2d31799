package io.hypnos.api;

import static io.hypnos.api.Atoms.item;
import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.api.ApiClient.Answer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Finding atoms, and what their ratings do to that. */
final class MnemoverseReadIT {
  @RegisterExtension static final RunningApi API = new RunningApi();

  private Atoms atoms;

  @BeforeEach
  void makeTenant() {
    atoms = new Atoms(API.tenant().client());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The Staging deploy needs approval",
        "the staging DEPLOY needs approval",
        "  The  staging\tdeploy needs approval\n"
      })
  void theSameTextInAnotherSpellingIsAnEpisodicHit(String spelled) {
    String id = atoms.store("notes", "The staging deploy needs approval");

    JsonNode found = atoms.read(spelled);

    assertThat(found.path("episodic_hit").booleanValue()).isTrue();
    JsonNode first = found.path("items").path(0);
    assertThat(first.path("atom_id").asString()).isEqualTo(id);
    assertThat(first.path("source").asString()).isEqualTo("episodic");
    assertThat(first.path("similarity").doubleValue()).isEqualTo(1.0);
    assertThat(first.path("relevance").doubleValue()).isEqualTo(1.0);
  }

  @Test
  void anEpisodeThatIsNotShownIsNoHit() {
    String id = atoms.store("notes", "The lamp in the hall flickers");
    atoms.feedback(List.of(id), -1);

    JsonNode shown = atoms.read(Map.of("query", "The lamp in the hall flickers"));
    JsonNode hidden =
        atoms.read(Map.of("query", "The lamp in the hall flickers", "min_relevance", 0.95));

    assertThat(shown.path("episodic_hit").booleanValue()).isTrue();
    assertThat(shown.path("items").path(0).path("relevance").doubleValue())
        .isCloseTo(0.91, within(1e-9));
    assertThat(hidden.path("items")).isEmpty();
    assertThat(hidden.path("episodic_hit").booleanValue()).isFalse();
  }

  @Test
  void anEpisodeIsFoundByTheKeyThatItWasGiven() {
    String id = atoms.store("notes", "Something happened", Map.of("fingerprint", "build-4711"));

    JsonNode found =
        atoms.read(Map.of("query", "unrelated words entirely", "fingerprint", "build-4711"));

    assertThat(found.path("episodic_hit").booleanValue()).isTrue();
    assertThat(values(found.path("items"), "atom_id")).containsExactly(id);
  }

  @Test
  void aBatchOfQuestionsIsAnsweredInOrder() {
    atoms.store("notes", "The greenhouse is watered at six in the morning");
    atoms.store("notes", "Invoices are paid on the last Friday of a month");

    JsonNode results =
        ok(atoms.post(
                "read-batch",
                Map.of(
                    "queries",
                    List.of(
                        Map.of("query", "when are invoices paid?"),
                        Map.of("query", "zebra crossing paint"),
                        Map.of("query", "when is the greenhouse watered?", "top_k", 1)))))
            .path("results");

    assertThat(results).hasSize(3);
    assertThat(results.path(0).path("items").path(0).path("content").asString())
        .startsWith("Invoices");
    assertThat(results.path(1).path("items")).isEmpty();
    assertThat(results.path(2).path("items").path(0).path("content").asString())
        .startsWith("The greenhouse");
    Answer wrong =
        atoms.post(
            "read-batch", Map.of("queries", List.of(Map.of("query", "x"), Map.of("query", ""))));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body().path("details").path("errors").path(0).path("loc").toString())
        .isEqualTo("[\"body\",\"queries\",1,\"query\"]");
    for (List<?> queries : List.of(List.of(), Collections.nCopies(51, Map.of("query", "x")))) {
      assertThat(atoms.post("read-batch", Map.of("queries", queries)).status()).isEqualTo(422);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'key':'team','value':'infra'}] | a",
        "[{'key':'team','op':'eq','value':'Infra'}] | ",
        "[{'key':'size','value':1.0}] | a",
        "[{'key':'size','value':'1'}] | ",
        "[{'key':'tags','op':'contains','value':'prod'}] | ab",
        "[{'key':'tags','op':'contains','value':['prod','eu']}] | a",
        "[{'key':'team','op':'contains','value':'nfr'}] | a",
        "[{'key':'deep','op':'contains','value':{'owner':{'name':'ann'}}}] | a",
        "[{'key':'deep','path':['owner','name'],'value':'bob'}] | b",
        "[{'key':'deep','path':['owner','name'],'op':'in','value':['ann','bob']}] | ab",
        "[{'key':'team','op':'in','value':['infra','web']}] | ab",
        "[{'key':'tags','op':'in','value':['eu','us']}] | a",
        "[{'key':'team','op':'in','value':['infra','web']},{'key':'size','value':2}] | b",
        "[{'key':'missing','value':null}] | "
      })
  void conditionsOnMetadataAllHold(String filter, String expected) {
    atoms.store(
        "a",
        "The service answers quickly today",
        Map.of(
            "metadata",
            Map.of(
                "team",
                "infra",
                "size",
                1,
                "tags",
                List.of("prod", "eu"),
                "deep",
                Map.of("owner", Map.of("name", "ann", "x", 1)))));
    atoms.store(
        "b",
        "The service answers quickly today",
        Map.of(
            "metadata",
            Map.of(
                "team",
                "web",
                "size",
                2,
                "tags",
                List.of("prod"),
                "deep",
                Map.of("owner", Map.of("name", "bob")))));
    atoms.store("c", "The service answers quickly today");
    String body =
        "{\"query\":\"how does the service answer\",\"domains\":[\"a\",\"b\"],\"metadata_filter\":%s}"
            .formatted(filter.replace('\'', '"'));

    JsonNode found = ok(atoms.client().postText(Atoms.BASE + "query", body));

    assertThat(String.join("", values(found.path("items"), "domain").stream().sorted().toList()))
        .isEqualTo(expected == null ? "" : expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'key':'team','op':'like','value':1}]",
        "[{'key':'bad-key','value':1}]",
        "[{'key':'1st','value':1}]",
        "[{'key':'','value':1}]",
        "[{'key':'team','op':'in','value':'infra'}]",
        "[{'key':'team'}]",
        "[{'value':1}]",
        "['team']",
        "{'key':'team','value':1}"
      })
  void aWrongConditionIsRefused(String filter) {
    String body = "{\"query\":\"x\",\"metadata_filter\":%s}".formatted(filter.replace('\'', '"'));

    Answer answer = atoms.client().postText(Atoms.BASE + "query", body);

    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.body().path("details").path("errors")).isNotEmpty();
  }

  @Test
  void aQueryLooksInSeveralDomainsAndInAllWithoutAny() {
    for (String domain : List.of("a", "b", "c")) {
      atoms.store(domain, "The kettle descales itself");
    }
    Map<String, Object> question = Map.of("query", "does the kettle descale itself?");

    assertThat(values(ok(atoms.post("query", question)).path("items"), "domain"))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(
            values(
                ok(atoms.post(
                        "query",
                        Map.of("query", "kettle descales", "domains", List.of("a", "c", ""))))
                    .path("items"),
                "domain"))
        .containsExactlyInAnyOrder("a", "c");
    assertThat(
            ok(atoms.post("query", Map.of("query", "kettle descales", "domains", List.of())))
                .path("items"))
        .hasSize(3);
    assertThat(
            ok(atoms.post("query", Map.of("query", "kettle descales", "domains", List.of("A"))))
                .path("items"))
        .isEmpty();
  }

  @Test
  void whatWasAskedLeadsToWhatHelpedOnceSomebodySaysSo() {
    String id =
        atoms.store(
            "ops", "Restart the ingress controller", Map.of("concepts", List.of("ingress")));
    atoms.store("ops", "Lunch is at noon", Map.of("concepts", List.of("lunch")));
    Map<String, Object> question = Map.of("query", "sluggish checkout");
    assertThat(atoms.read(question).path("items")).isEmpty();

    JsonNode learned =
        ok(
            atoms.post(
                "feedback",
                Map.of(
                    "atom_ids",
                    List.of(id),
                    "outcome",
                    1,
                    "query_concepts",
                    List.of("sluggish checkout"))));

    assertThat(learned.path("coactivation_edges").intValue()).isEqualTo(1);
    JsonNode found = atoms.read(question);
    assertThat(values(found.path("items"), "atom_id")).containsExactly(id);
    JsonNode item = found.path("items").path(0);
    assertThat(item.path("source").asString()).isEqualTo("hebbian");
    assertThat(item.path("similarity").doubleValue()).isBetween(0.3, 0.75);
    assertThat(found.path("query_concepts").toString()).isEqualTo("[\"sluggish checkout\"]");
    assertThat(values(found, "expanded_concepts")).isNotNull();
    assertThat(found.path("expanded_concepts").toString())
        .isEqualTo("[\"sluggish checkout\",\"ingress\"]");
    JsonNode direct =
        atoms.read(Map.of("query", "sluggish checkout", "include_associations", false));
    assertThat(direct.path("items")).isEmpty();
    assertThat(direct.path("expanded_concepts")).isEqualTo(direct.path("query_concepts"));
    JsonNode edge =
        ok(atoms.post("graph", Map.of("seeds", List.of("Sluggish  Checkout"))))
            .path("edges")
            .path(0);
    assertThat(edge.path("weight").doubleValue()).isCloseTo(0.4, within(1e-9));
    assertThat(edge.path("valence").doubleValue()).isCloseTo(0.3, within(1e-9));
  }

  @Test
  void ratingsMoveValenceByTheSignedError() {
    String id = atoms.store("notes", "The blue button saves the draft");
    double[] outcomes = {1, 1, 0, -1};
    double[] valences = {0.3, 0.51, 0.357, -0.0501};

    for (int i = 0; i < outcomes.length; i++) {
      JsonNode learned = atoms.feedback(List.of(id, id), outcomes[i]);

      assertThat(learned.path("updated_count").intValue()).isEqualTo(1);
      assertThat(learned.path("avg_valence").doubleValue()).isCloseTo(valences[i], within(1e-9));
      assertThat(learned.path("coactivation_edges").intValue()).isZero();
      JsonNode found = item(atoms.read("which button saves the draft?"), id);
      assertThat(found.path("relevance").doubleValue())
          .isCloseTo(
              found.path("similarity").doubleValue() * (1 + 0.3 * valences[i]), within(1e-9));
    }
    JsonNode atom = ok(atoms.get("atoms/" + id));
    assertThat(atom.path("outcome_count").intValue()).isEqualTo(4);
    assertThat(atom.path("content").asString()).isEqualTo("The blue button saves the draft");
  }

  @Test
  void onlyWhatExistsIsRated() {
    String mine = atoms.store("one", "Mine in one domain");
    String other = atoms.store("two", "Mine in another domain");
    String theirs = new Atoms(API.tenant().client()).store("one", "Theirs");

    JsonNode learned =
        ok(
            atoms.post(
                "feedback",
                Map.of(
                    "atom_ids",
                    List.of(mine, other, theirs, UUID.randomUUID().toString()),
                    "outcome",
                    0.5,
                    "domain",
                    "nowhere")));

    assertThat(learned.path("updated_count").intValue()).isEqualTo(2);
    assertThat(learned.path("avg_valence").doubleValue()).isCloseTo(0.15, within(1e-9));
    JsonNode nothing = ok(atoms.post("feedback", Map.of("atom_ids", List.of(), "outcome", 1)));
    assertThat(nothing.path("updated_count").intValue()).isZero();
    assertThat(nothing.path("avg_valence").doubleValue()).isZero();
    assertThat(atoms.post("feedback", Map.of("atom_ids", List.of("x"), "outcome", 1)).status())
        .isEqualTo(422);
    for (Object outcome : List.of(1.01, -2, "1", true)) {
      assertThat(
              atoms
                  .post("feedback", Map.of("atom_ids", List.of(mine), "outcome", outcome))
                  .status())
          .isEqualTo(422);
    }
    assertThat(atoms.post("feedback", Map.of("atom_ids", List.of(mine))).status()).isEqualTo(422);
  }

  @Test
  void aReadCountsWhatItReturned() {
    String id = atoms.store("notes", "The printer is on the third floor");
    JsonNode before = ok(atoms.get("atoms/" + id));
    assertThat(before.path("access_count").intValue()).isZero();
    assertThat(before.path("last_accessed_at")).isEqualTo(before.path("created_at"));

    atoms.read("where is the printer?");
    atoms.read("where is the printer?");

    JsonNode after = ok(atoms.get("atoms/" + id));
    assertThat(after.path("access_count").intValue()).isEqualTo(2);
    assertThat(after.path("last_accessed_at").asString())
        .isGreaterThan(after.path("created_at").asString());
    assertThat(after.path("valence").doubleValue()).isZero();
  }

  @Test
  void wrongValuesOfAReadAreRefused() {
    for (String body :
        List.of(
            "{\"query\":\"x\",\"top_k\":0}",
            "{\"query\":\"x\",\"top_k\":101}",
            "{\"query\":\"x\",\"min_relevance\":1.1}",
            "{\"query\":\"x\",\"strategy\":\"guess\"}",
            "{\"query\":\"x\",\"order_by\":\"age\"}",
            "{\"query\":\"x\",\"since\":\"soon\"}",
            "{\"query\":\"x\",\"include_associations\":\"no\"}",
            "{\"query\":null}")) {
      Answer answer = atoms.client().postText(Atoms.BASE + "read", body);
      assertThat(answer.status()).as(body).isEqualTo(422);
    }
    assertThat(
            atoms.read(Map.of("query", "x", "strategy", "precise", "two_pass", true)).path("items"))
        .isEmpty();
  }
}
