package io.hypnos.api;

import static io.hypnos.api.Atoms.item;
import static io.hypnos.api.Atoms.ok;
import static io.hypnos.api.Atoms.values;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What holds after any sequence of calls, whatever they are. The seed is logged; {@code
 * -Dhypnos.seed=…} picks another.
 */
final class MnemoverseInvariantsIT {
  private static final Logger LOG = LoggerFactory.getLogger(MnemoverseInvariantsIT.class);
  private static final int STEPS = 45;
  private static final List<String> DOMAINS = List.of("general", "project:x", "ü/ü");
  private static final List<String> SUBJECTS =
      List.of("The pump", "The boiler", "Our archive", "The night shift", "A courier");
  private static final List<String> VERBS =
      List.of("arrives", "is checked", "was replaced", "costs", "ends");
  private static final List<String> CONCEPTS = List.of("pump", "boiler", "archive", "shift");

  @RegisterExtension static final RunningApi API = new RunningApi();

  private final Atoms atoms = new Atoms(API.tenant().client());
  private final Atoms neighbour = new Atoms(API.tenant().client());
  private final Map<String, String> live = new LinkedHashMap<>();
  private final Map<String, String> contents = new LinkedHashMap<>();
  private final Map<String, String> references = new LinkedHashMap<>();
  private Random random;

  @Test
  void invariantsHoldAfterEveryStep() {
    long seed = Long.getLong("hypnos.seed", 20260304);
    LOG.info("seed {}", seed);
    random = new Random(seed);
    String quiet =
        neighbour.store("general", "The neighbour keeps quiet", Map.of("external_ref", "ref-1"));
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(7)) {
        case 0, 1 -> writeOne();
        case 2 -> writeMany();
        case 3 -> rate();
        case 4 -> deleteOne();
        case 5 -> writeReferenced();
        default -> readBack();
      }
      if (step % 20 == 19) {
        deleteDomain();
      }
      assertStats("step " + step);
    }
    List<String> exported =
        atoms
            .get("export")
            .text()
            .lines()
            .map(ApiClient.JSON::readTree)
            .map(line -> line.path("id").asString())
            .toList();
    assertThat(exported).containsExactlyInAnyOrderElementsOf(live.keySet());
    DOMAINS.forEach(this::sleep);
    assertThat(neighbour.stats().path("total_atoms").intValue()).isEqualTo(1);
    assertThat(neighbour.stats().path("hebbian_edges").intValue()).isZero();
    assertThat(neighbour.stats().path("domains").toString()).isEqualTo("[\"general\"]");
    assertThat(
            ok(neighbour.post("atoms/by-external-ref", Map.of("external_ref", "ref-1")))
                .path("id")
                .asString())
        .isEqualTo(quiet);
  }

  /** What sleep says of itself is what the stats say, and nothing of the export is lost. */
  private void sleep(String domain) {
    int before = atoms.stats().path("total_atoms").intValue();
    long lines = atoms.get("export").text().lines().count();
    JsonNode slept = ok(atoms.post("consolidate", Map.of("domain", domain)));
    JsonNode stats = atoms.stats();
    int merged = slept.path("atoms_before").intValue() - slept.path("atoms_after").intValue();
    assertThat(stats.path("total_atoms").intValue()).isEqualTo(before - merged);
    assertThat(
            stats.path("episodes").intValue()
                + stats.path("prototypes").intValue()
                + stats.path("singletons").intValue())
        .isEqualTo(before - merged);
    assertThat(atoms.get("export").text().lines().count())
        .isEqualTo(lines + slept.path("prototypes_created").intValue());
    JsonNode again = ok(atoms.post("consolidate", Map.of("domain", domain)));
    assertThat(again.path("prototypes_created").intValue()).isZero();
    assertThat(again.path("compression_ratio").doubleValue()).isEqualTo(1.0);
  }

  /** A reference that is taken is answered by its atom; one whose atom is gone is free. */
  private void writeReferenced() {
    String ref = "ref-" + random.nextInt(4);
    Map<String, Object> atom = new LinkedHashMap<>(newAtom());
    atom.put("external_ref", ref);
    JsonNode written = ok(atoms.post("write", atom));
    String known = references.get(ref);
    if (known != null && live.containsKey(known)) {
      assertThat(written.path("stored").booleanValue()).isTrue();
      assertThat(written.path("atom_id").asString()).isEqualTo(known);
      return;
    }
    remember(atom, written);
    references.put(ref, written.path("atom_id").asString());
  }

  private Map<String, Object> newAtom() {
    return Map.of(
        "content",
        pick(SUBJECTS) + " " + pick(VERBS) + " on day " + random.nextInt(200),
        "domain",
        pick(DOMAINS),
        "concepts",
        List.of(pick(CONCEPTS), pick(CONCEPTS)));
  }

  private void writeOne() {
    Map<String, Object> atom = newAtom();
    remember(atom, ok(atoms.post("write", atom)));
  }

  private void writeMany() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (int n = random.nextInt(5) + 1; n > 0; n--) {
      items.add(newAtom());
    }
    JsonNode answer = ok(atoms.post("write-batch", Map.of("items", items)));
    int stored = 0;
    for (JsonNode result : answer.path("results")) {
      stored += result.path("stored").booleanValue() ? 1 : 0;
      remember(items.get(result.path("index").intValue()), result);
    }
    assertThat(answer.path("stored_count").intValue()).isEqualTo(stored);
  }

  private void remember(Map<String, Object> atom, JsonNode written) {
    if (written.path("stored").booleanValue()) {
      live.put(written.path("atom_id").asString(), (String) atom.get("domain"));
      contents.put(written.path("atom_id").asString(), (String) atom.get("content"));
    } else {
      assertThat(written.path("atom_id").isNull()).isTrue();
    }
  }

  /** After praise never lower for the same query, after blame never higher. */
  private void rate() {
    if (live.isEmpty()) {
      return;
    }
    String id = pick(List.copyOf(live.keySet()));
    Map<String, Object> question =
        Map.of(
            "query",
            contents.get(id),
            "min_relevance",
            0,
            "top_k",
            100,
            "include_associations",
            false);
    JsonNode before = atoms.read(question);
    boolean praise = random.nextBoolean();
    JsonNode learned = atoms.feedback(List.of(id, UUID.randomUUID().toString()), praise ? 1 : -1);
    assertThat(learned.path("updated_count").intValue()).isEqualTo(1);
    JsonNode after = atoms.read(question);
    double earlier = item(before, id).path("relevance").doubleValue();
    double later = item(after, id).path("relevance").doubleValue();
    int rankBefore = values(before.path("items"), "atom_id").indexOf(id);
    int rankAfter = values(after.path("items"), "atom_id").indexOf(id);
    if (praise) {
      assertThat(later).isGreaterThanOrEqualTo(earlier);
      assertThat(rankAfter).isLessThanOrEqualTo(rankBefore);
    } else {
      assertThat(later).isLessThanOrEqualTo(earlier);
      assertThat(rankAfter).isGreaterThanOrEqualTo(rankBefore);
    }
  }

  private void readBack() {
    if (live.isEmpty()) {
      return;
    }
    String id = pick(List.copyOf(live.keySet()));
    JsonNode found =
        atoms.read(Map.of("query", contents.get(id), "min_relevance", 0, "top_k", 100));
    assertThat(found.path("episodic_hit").booleanValue()).isTrue();
    JsonNode item = item(found, id);
    assertThat(item.path("source").asString()).isEqualTo("episodic");
    if (item.path("valence").doubleValue() >= 0) {
      assertThat(item.path("relevance").doubleValue()).isGreaterThanOrEqualTo(1);
    }
    assertThat(values(found.path("items"), "atom_id")).isSubsetOf(live.keySet());
    assertThat(found.path("items").valueStream().map(each -> each.path("relevance").doubleValue()))
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  private void deleteOne() {
    if (live.isEmpty()) {
      return;
    }
    String id = pick(List.copyOf(live.keySet()));
    assertThat(ok(neighbour.delete("atoms/" + id)).path("deleted").intValue()).isZero();
    assertThat(ok(atoms.delete("atoms/" + id)).path("deleted").intValue()).isEqualTo(1);
    live.remove(id);
  }

  private void deleteDomain() {
    String encoded = "%C3%BC%2F%C3%BC";
    long there = live.values().stream().filter("ü/ü"::equals).count();
    assertThat(ok(atoms.delete("domain/" + encoded)).path("deleted").longValue()).isEqualTo(there);
    live.values().removeIf("ü/ü"::equals);
  }

  private void assertStats(String when) {
    JsonNode stats = atoms.stats();
    assertThat(stats.path("total_atoms").intValue()).as(when).isEqualTo(live.size());
    assertThat(
            stats.path("episodes").intValue()
                + stats.path("prototypes").intValue()
                + stats.path("singletons").intValue())
        .as(when)
        .isEqualTo(live.size());
    assertThat(stats.path("domains").valueStream().map(JsonNode::asString))
        .as(when)
        .containsExactlyElementsOf(new TreeSet<>(live.values()));
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
