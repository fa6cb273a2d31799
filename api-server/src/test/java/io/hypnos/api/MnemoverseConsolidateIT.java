package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Sleep of a domain, as a caller of this dialect sees it. */
final class MnemoverseConsolidateIT {
  private static final String[] ANSWER = {
    "domain",
    "atoms_before",
    "atoms_after",
    "prototypes_created",
    "singletons_protected",
    "compression_ratio",
    "duration_ms"
  };

  @RegisterExtension static final RunningApi API = new RunningApi();

  private Atoms atoms;

  @BeforeEach
  void makeTenant() {
    atoms = new Atoms(API.tenant().client());
  }

  @Test
  void anEmptyDomainIsLeftAsItIs() {
    JsonNode answer = ok(atoms.client().call("POST", Atoms.BASE + "consolidate", Map.of()));

    assertThat(answer.propertyNames()).containsExactly(ANSWER);
    assertThat(answer.path("domain").asString()).isEqualTo("general");
    assertThat(answer.path("atoms_before").intValue()).isZero();
    assertThat(answer.path("compression_ratio").doubleValue()).isEqualTo(1.0);
    Answer wrong =
        atoms
            .client()
            .call(
                "POST",
                Atoms.BASE + "consolidate",
                Map.of("Content-Type", "application/json"),
                BodyPublishers.ofString("{\"domain\": 5}"));
    assertThat(wrong.status()).isEqualTo(422);
  }

  @Test
  void whatIsAlikeIsMergedTheNumbersAddUpAndASecondSleepFindsNothing() {
    List<String> alike =
        List.of(
            "The staging deploy must be approved by a person",
            "The staging deploy must be approved by a person manually",
            "The staging deploy must be approved by a person beforehand",
            "The staging deploy must always be approved by a responsible person");
    Map<String, String> written = new HashMap<>();
    for (String text : alike) {
      written.put(atoms.store("ops", text, Map.of("concepts", List.of("staging"))), text);
    }
    for (String text :
        List.of(
            "The greenhouse is watered at six in the morning",
            "Invoices are paid on the last Friday of a month",
            "Ann is allergic to peanuts")) {
      written.put(atoms.store("ops", text), text);
    }
    atoms.store("other", "The staging deploy must be approved by a person");

    JsonNode slept = ok(atoms.post("consolidate", Map.of("domain", "ops")));

    int before = slept.path("atoms_before").intValue();
    int after = slept.path("atoms_after").intValue();
    int prototypes = slept.path("prototypes_created").intValue();
    assertThat(before).isEqualTo(7);
    assertThat(prototypes).as(slept.toString()).isEqualTo(1);
    assertThat(slept.path("compression_ratio").doubleValue()).isEqualTo((double) before / after);
    List<JsonNode> exported =
        atoms.get("export").text().lines().map(ApiClient.JSON::readTree).toList();
    List<JsonNode> members =
        exported.stream().filter(line -> line.has("consolidated_into")).toList();
    assertThat(members).extracting(line -> line.path("content").asString()).isSubsetOf(alike);
    assertThat(members.size()).isGreaterThanOrEqualTo(3);
    assertThat(after).isEqualTo(before - members.size() + prototypes);

    JsonNode stats = atoms.stats();
    assertThat(stats.path("total_atoms").intValue()).isEqualTo(after + 1);
    assertThat(stats.path("prototypes").intValue()).isEqualTo(1);
    assertThat(stats.path("singletons").intValue())
        .isEqualTo(slept.path("singletons_protected").intValue());
    JsonNode prototype =
        ok(atoms.get("atoms/" + members.get(0).path("consolidated_into").asString()));
    assertThat(prototype.path("atom_type").asString()).isEqualTo("prototype");
    assertThat(prototype.path("metadata").path("cluster_size").intValue())
        .isEqualTo(members.size());
    assertThat(
            prototype
                .path("metadata")
                .path("consolidated_from")
                .valueStream()
                .map(JsonNode::asString))
        .containsExactlyInAnyOrderElementsOf(
            members.stream().map(line -> line.path("id").asString()).toList());

    List<String> found =
        values(
            atoms
                .read(Map.of("query", "who approves a deploy to staging?", "domain", "ops"))
                .path("items"),
            "atom_id");
    assertThat(found).contains(prototype.path("id").asString());
    List<String> gone = new ArrayList<>();
    members.forEach(line -> gone.add(line.path("id").asString()));
    assertThat(found).doesNotContainAnyElementsOf(gone);
    assertThat(values(ok(atoms.post("recent", Map.of("limit", 100))).path("items"), "atom_id"))
        .doesNotContainAnyElementsOf(gone);
    assertThat(ok(atoms.get("atoms/" + gone.get(0))).path("content").asString())
        .isEqualTo(written.get(gone.get(0)));
    assertThat(atoms.feedback(List.of(gone.get(0)), 1).path("updated_count").intValue())
        .isEqualTo(1);

    String head = prototype.path("id").asString();
    atoms.feedback(List.of(head), 1);
    double valence = ok(atoms.get("atoms/" + head)).path("valence").doubleValue();
    assertThat(valence).isGreaterThan(0.2);
    for (String id : gone) {
      JsonNode read = atoms.read(Map.of("query", written.get(id), "domain", "ops"));
      JsonNode item = Atoms.item(read, head);
      assertThat(read.path("episodic_hit").booleanValue()).as("through a member").isTrue();
      assertThat(item.path("source").asString()).isEqualTo("episodic");
      assertThat(item.path("similarity").doubleValue()).isEqualTo(1.0);
      assertThat(item.path("valence").doubleValue()).isEqualTo(valence);
      assertThat(item.path("relevance").doubleValue())
          .as("rated as the prototype is")
          .isCloseTo(1 + 0.3 * valence, within(1e-9));
    }

    JsonNode again = ok(atoms.post("consolidate", Map.of("domain", "ops")));
    assertThat(again.path("prototypes_created").intValue()).isZero();
    assertThat(again.path("compression_ratio").doubleValue()).isEqualTo(1.0);
    assertThat(again.path("atoms_before").intValue()).isEqualTo(after);
    assertThat(again.path("atoms_after").intValue()).isEqualTo(after);
  }
}
