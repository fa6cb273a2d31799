package io.hypnos.api;

import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.api.ApiClient.Answer;
import io.hypnos.settings.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Atoms one by one, by domain and all together. */
final class MnemoverseAtomsIT {
  private static final String[] ENVELOPE = {
    "id",
    "atom_id",
    "content",
    "concepts",
    "atom_type",
    "created_at",
    "last_accessed_at",
    "access_count",
    "importance",
    "valence",
    "outcome_count",
    "is_protected",
    "domain",
    "external_ref",
    "metadata",
    "supersedes",
    "superseded_by"
  };

  @RegisterExtension static final RunningApi API = new RunningApi();

  private Atoms atoms;

  @BeforeEach
  void makeTenant() {
    atoms = new Atoms(API.tenant().client());
  }

  @Test
  void anAtomIsShownByItsIdAndByItsReference() {
    String id =
        atoms.store(
            "project:acme",
            "Staging deploys need a manual approval since March",
            Map.of(
                "concepts",
                List.of("deploy", "staging"),
                "external_ref",
                "wiki/118 ü",
                "metadata",
                Map.of("team", "infra")));

    JsonNode atom = ok(atoms.get("atoms/" + id));

    assertThat(atom.propertyNames()).containsExactly(ENVELOPE);
    assertThat(atom.path("id").asString()).isEqualTo(id);
    assertThat(atom.path("atom_id").asString()).isEqualTo(id);
    assertThat(atom.path("atom_type").asString()).isEqualTo("episode");
    assertThat(atom.path("external_ref").asString()).isEqualTo("wiki/118 ü");
    assertThat(atom.path("superseded_by").isNull()).isTrue();
    assertThat(ok(atoms.post("atoms/by-external-ref", Map.of("external_ref", "wiki/118 ü"))))
        .isEqualTo(atom);
    assertThat(ok(atoms.get("atoms/" + id.toUpperCase(java.util.Locale.ROOT)))).isEqualTo(atom);
  }

  @Test
  void whatIsNotThereIs404WithACodeAndWhatIsNoIdIs422() {
    String unknown = UUID.randomUUID().toString();
    for (Answer answer :
        List.of(
            atoms.get("atoms/" + unknown),
            atoms.get("atoms/" + unknown + "/chain"),
            atoms.post("atoms/by-external-ref", Map.of("external_ref", "none")))) {
      assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
      assertThat(answer.body().path("code").asString()).isEqualTo("NOT_FOUND");
      assertThat(answer.body().path("requestId").asString())
          .isEqualTo(answer.header("X-Request-Id"));
    }
    assertThat(atoms.get("atoms/nonsense").status()).isEqualTo(422);
    assertThat(atoms.get("atoms/nonsense/chain").status()).isEqualTo(422);
    assertThat(atoms.post("atoms/by-external-ref", Map.of("external_ref", "")).status())
        .isEqualTo(422);
    assertThat(
            atoms.post("atoms/by-external-ref", Map.of("external_ref", "x".repeat(256))).status())
        .isEqualTo(422);
  }

  @Test
  void deletingAgainDeletesNothing() {
    String id = atoms.store("notes", "Soon gone", Map.of("concepts", List.of("a", "b")));

    JsonNode first = ok(atoms.delete("atoms/" + id));
    JsonNode second = ok(atoms.delete("atoms/" + id));

    assertThat(first.path("deleted").intValue()).isEqualTo(1);
    assertThat(first.path("atom_id").asString()).isEqualTo(id);
    assertThat(second.path("deleted").intValue()).isZero();
    assertThat(ok(atoms.delete("atoms/no-uuid%20at%20all")).toString())
        .startsWith("{\"deleted\":0,\"atom_id\":\"no-uuid at all\"");
    assertThat(atoms.get("atoms/" + id).status()).isEqualTo(404);
    JsonNode stats = atoms.stats();
    assertThat(stats.path("total_atoms").intValue()).isZero();
    assertThat(stats.path("hebbian_edges").intValue()).as("edges stay").isEqualTo(1);
    assertThat(stats.path("domains")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "project:old client/ü | project%3Aold%20client%2F%C3%BC",
        "a/b | a%2Fb",
        "a+b | a%2Bb",
        "a+b | a+b",
        "50%25 | 50%2525",
        "日本 | %E6%97%A5%E6%9C%AC",
        "dot. | dot.",
        "x;y=z | x%3By%3Dz"
      })
  void aDomainIsDeletedByItsVeryName(String domain, String encoded) {
    atoms.store(domain, "One of the domain");
    atoms.store(domain, "And quite another thing of it");
    atoms.store("other", "One of another domain");

    JsonNode deleted = ok(atoms.delete("domain/" + encoded));

    assertThat(deleted.path("domain").asString()).isEqualTo(domain);
    assertThat(deleted.path("deleted").intValue()).isEqualTo(2);
    assertThat(atoms.stats().path("domains").toString()).isEqualTo("[\"other\"]");
    assertThat(ok(atoms.delete("domain/" + encoded)).path("deleted").intValue()).isZero();
  }

  @Test
  void aDomainThatIsMadeAgainShowsNothingOfTheOldOne() {
    atoms.store("notes", "The old garden has roses");
    assertThat(atoms.client().read("notes", "what does the garden have?"))
        .containsExactly("The old garden has roses");
    ok(atoms.delete("domain/notes"));

    atoms.store("notes", "The new garden has tulips");

    assertThat(atoms.client().read("notes", "what does the garden have?"))
        .containsExactly("The new garden has tulips");
  }

  @Test
  void statsAreTrueAfterEveryStep() {
    JsonNode empty = atoms.stats();
    assertThat(empty.toString())
        .isEqualTo(
            "{\"total_atoms\":0,\"episodes\":0,\"prototypes\":0,\"singletons\":0,"
                + "\"hebbian_edges\":0,\"episodic_fingerprints\":0,\"domains\":[],"
                + "\"avg_valence\":0.0,\"avg_importance\":0.0}");
    String first = atoms.store("b", "First of them", Map.of("concepts", List.of("x", "y", "z")));
    atoms.store("a", "First of them");
    atoms.store("Ä", "Another one altogether");

    JsonNode stats = atoms.stats();
    assertThat(stats.path("total_atoms").intValue()).isEqualTo(3);
    assertThat(stats.path("episodes").intValue()).isEqualTo(3);
    assertThat(stats.path("episodic_fingerprints").intValue()).isEqualTo(2);
    assertThat(stats.path("hebbian_edges").intValue()).isEqualTo(3);
    assertThat(stats.path("domains").toString()).isEqualTo("[\"a\",\"b\",\"Ä\"]");
    assertThat(stats.path("avg_importance").doubleValue()).isBetween(0.1, 1.0);
    assertThat(ok(atoms.get("domains")).toString()).isEqualTo("{\"domains\":[\"a\",\"b\",\"Ä\"]}");

    atoms.feedback(List.of(first), 1);
    assertThat(atoms.stats().path("avg_valence").doubleValue()).isCloseTo(0.1, within(1e-9));

    ok(atoms.delete("atoms/" + first));
    JsonNode after = atoms.stats();
    assertThat(after.path("total_atoms").intValue()).isEqualTo(2);
    assertThat(after.path("avg_valence").doubleValue()).isZero();
    assertThat(after.path("domains").toString()).isEqualTo("[\"a\",\"Ä\"]");
  }

  @Test
  void anExportHasALineAnAtomInTheOrderOfTimeAndComesBackByBatch() {
    assertThat(atoms.get("export").text()).isEmpty();
    String old = atoms.store("notes", "Version one of the text");
    atoms.store("notes", "Version two of the text", Map.of("supersedes", List.of(old)));
    List<Map<String, String>> many =
        IntStream.range(0, 40).mapToObj(n -> Map.of("content", "Line number " + n)).toList();
    ok(atoms.post("write-batch", Map.of("items", many)));

    Answer export = atoms.get("export");

    assertThat(export.header("Content-Type")).startsWith("application/x-ndjson");
    assertThat(export.header("X-RateLimit-Limit")).isNotEmpty();
    assertThat(export.text()).endsWith("\n").doesNotContain("embedding");
    List<JsonNode> lines = export.text().lines().map(ApiClient.JSON::readTree).toList();
    assertThat(lines).hasSize(42);
    assertThat(lines)
        .isSortedAccordingTo(
            Comparator.comparing((JsonNode line) -> line.path("created_at").asString())
                .thenComparing(line -> line.path("id").asString()));
    assertThat(lines.get(0).path("superseded_by")).isEqualTo(lines.get(1).path("id"));
    assertThat(lines.get(1).path("supersedes").toString()).isEqualTo("[\"" + old + "\"]");

    Atoms other = new Atoms(API.tenant().client());
    List<Map<String, Object>> items =
        lines.stream()
            .map(
                line ->
                    Map.<String, Object>of(
                        "content",
                        line.path("content").asString(),
                        "domain",
                        line.path("domain").asString(),
                        "external_ref",
                        "import-" + line.path("id").asString()))
            .toList();
    JsonNode first = ok(other.post("write-batch", Map.of("items", items)));
    JsonNode again = ok(other.post("write-batch", Map.of("items", items)));
    assertThat(first.path("stored_count").intValue()).isEqualTo(42);
    assertThat(values(again.path("results"), "atom_id"))
        .isEqualTo(values(first.path("results"), "atom_id"));
    assertThat(other.stats().path("total_atoms").intValue()).isEqualTo(42);
  }

  @Test
  void theFeedIsPagedWithoutGapsWhileWritesGoOn() {
    List<String> written = new ArrayList<>();
    for (int n = 0; n < 7; n++) {
      written.add(0, atoms.store(n % 2 == 0 ? "even" : "odd", "Feed entry number " + n));
    }
    List<String> seen = new ArrayList<>();
    Map<String, Object> body = new HashMap<>(Map.of("limit", 3));
    JsonNode page = ok(atoms.post("recent", body));
    while (true) {
      seen.addAll(values(page.path("items"), "atom_id"));
      if (page.path("next_cursor").isNull()) {
        break;
      }
      assertThat(page.path("items")).hasSize(3);
      assertThat(page.path("next_cursor").asString()).matches("[A-Za-z0-9_=-]{1,512}");
      atoms.store("even", "Written in between " + UUID.randomUUID());
      body.put("cursor", page.path("next_cursor").asString());
      page = ok(atoms.post("recent", body));
    }

    assertThat(seen).isEqualTo(written);
    JsonNode odd = ok(atoms.post("recent", Map.of("domain", "odd", "limit", 100)));
    assertThat(odd.path("items")).hasSize(3);
    assertThat(odd.path("next_cursor").isNull()).isTrue();
    assertThat(odd.path("items").path(0).propertyNames())
        .containsExactly("atom_id", "content", "domain", "created_at", "concepts");
    assertThat(ok(atoms.post("recent", Map.of("domain", "none"))).toString())
        .isEqualTo("{\"items\":[],\"next_cursor\":null}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "AAAA", "%%%", "AAYAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void aDamagedCursorIsNeverAFirstPage(String cursor) {
    Answer answer = atoms.post("recent", Map.of("cursor", cursor));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.body().path("code").asString()).isEqualTo("VALIDATION_ERROR");
  }

  @Test
  void associationsAreDrawnAroundSeeds() {
    atoms.store("g", "Alpha and beta", Map.of("concepts", List.of("Alpha", "beta")));
    atoms.store("g", "Beta and gamma", Map.of("concepts", List.of("beta", "gamma")));

    JsonNode near = ok(atoms.post("graph", Map.of("seeds", List.of("ALPHA"))));
    JsonNode far =
        ok(atoms.post("graph", Map.of("seeds", List.of("alpha", "unknown"), "depth", 2)));

    assertThat(near.propertyNames())
        .containsExactly("nodes", "edges", "truncated", "min_weight_applied");
    assertThat(near.path("edges")).hasSize(1);
    assertThat(near.path("edges").path(0).propertyNames())
        .containsExactly("source", "target", "weight", "valence", "count", "updated_at");
    assertThat(near.path("min_weight_applied").doubleValue()).isZero();
    assertThat(values(near.path("nodes"), "concept")).containsExactlyInAnyOrder("Alpha", "beta");
    assertThat(far.path("edges")).hasSize(2);
    assertThat(far.path("min_weight_applied").doubleValue()).isEqualTo(0.05);
    assertThat(
            ok(atoms.post("graph", Map.of("seeds", List.of("alpha"), "depth", 2, "limit", 1)))
                .path("truncated")
                .booleanValue())
        .isTrue();
    assertThat(ok(atoms.post("graph", Map.of("seeds", List.of("none")))).path("nodes")).isEmpty();
    for (Map<String, ?> wrong :
        List.<Map<String, ?>>of(
            Map.of(),
            Map.of("seeds", List.of()),
            Map.of("seeds", List.of("")),
            Map.of("seeds", List.of("a"), "depth", 4),
            Map.of("seeds", List.of("a"), "min_weight", -1),
            Map.of("seeds", List.of("a"), "extra", 1))) {
      assertThat(atoms.post("graph", wrong).status()).as(wrong.toString()).isEqualTo(422);
    }
  }

  @Test
  void thereAreNoSecretsAndNoRoomsAtFirst() {
    assertThat(ok(atoms.client().get("/api/v1/vault/secrets")).toString())
        .isEqualTo("{\"secrets\":[]}");
    assertThat(ok(atoms.get("rooms")).toString()).isEqualTo("[]");
  }

  @Test
  void aResetIsForbiddenUnlessTheOperatorAllowsIt() {
    String domain = "reset";
    atoms.store(domain, "To be wiped", Map.of("concepts", List.of("a", "b")));
    Answer refused = atoms.delete("reset");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().path("code").asString()).isEqualTo("FORBIDDEN");
    assertThat(atoms.stats().path("total_atoms").intValue()).isEqualTo(1);
    Atoms neighbour = new Atoms(API.tenant().client());
    neighbour.store(domain, "To be kept", Map.of("concepts", List.of("a", "b")));

    try (ApiServer allowing =
        ApiServer.start(
            Settings.with(RunningApi.settings(), Map.of("mnemoverse.allow-reset", "true")))) {
      ApiClient there = new ApiClient("http://127.0.0.1:" + allowing.port(), atoms.client().key());
      assertThat(ok(there.delete(Atoms.BASE + "reset")).toString()).isEqualTo("{\"deleted\":1}");
      assertThat(ok(there.delete(Atoms.BASE + "reset")).toString()).isEqualTo("{\"deleted\":0}");
    }

    JsonNode stats = atoms.stats();
    assertThat(stats.path("total_atoms").intValue()).isZero();
    assertThat(stats.path("hebbian_edges").intValue()).isZero();
    assertThat(stats.path("episodic_fingerprints").intValue()).isZero();
    assertThat(neighbour.stats().path("total_atoms").intValue()).isEqualTo(1);
    assertThat(neighbour.stats().path("hebbian_edges").intValue()).isEqualTo(1);
  }
}
