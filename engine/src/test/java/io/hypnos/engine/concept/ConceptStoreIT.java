package io.hypnos.engine.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.TenantRows;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ConceptStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private static TenantRows rows;
  private final ConceptStore store = new ConceptStore(Settings.of(Map.of(), Map.of()).concept());

  @BeforeAll
  static void open() {
    rows = new TenantRows(STACK.settings());
  }

  @AfterAll
  static void close() {
    rows.close();
  }

  @Test
  void aPairGrowsTheSameWayInOneBatchAsInManyCalls() {
    UUID together = rows.tenant();
    UUID apart = rows.tenant();
    List<List<String>> memories =
        List.of(
            List.of("Deploy", "Staging"),
            List.of("staging ", "deploy"),
            List.of("DEPLOY", "staging"));

    learn(together, memories);
    memories.forEach(each -> learn(apart, List.of(each)));

    for (UUID tenant : List.of(together, apart)) {
      assertThat(weight(tenant, "deploy", "staging")).isCloseTo(0.784, within(1e-12));
      assertThat(count(tenant, "deploy", "staging")).isEqualTo(3);
    }
  }

  @Test
  void theFirstSpellingStays() {
    UUID tenant = rows.tenant();

    learn(tenant, List.of(List.of("Größe", "A  B"), List.of("GRÖSSE", "a b", "Ａ\u00a0Ｂ")));

    assertThat(
            rows.query(tenant, "SELECT spelling FROM concept ORDER BY concept_key", String.class))
        .containsExactly("A  B", "Größe");
  }

  @Test
  void allConceptsOfAMemoryArePairedAndFewOfEachWhenARequestNamesVeryMany() {
    UUID one = rows.tenant();
    UUID many = rows.tenant();

    learn(one, List.of(numbered("concept ")));
    learn(many, IntStream.range(0, 8).mapToObj(n -> numbered("concept " + n + " ")).toList());

    assertThat(rows.query(one, "SELECT count(*) FROM concept", Long.class)).containsExactly(256L);
    assertThat(rows.query(one, "SELECT count(*) FROM concept_edge", Long.class))
        .containsExactly(256L * 255 / 2);
    assertThat(weight(one, "concept 0", "concept 255")).isCloseTo(0.4, within(1e-12));
    assertThat(rows.query(many, "SELECT count(*) FROM concept_edge", Long.class))
        .containsExactly(8 * 32L * 31 / 2);
    assertThat(weight(many, "concept 7 0", "concept 7 31")).isCloseTo(0.4, within(1e-12));
  }

  private static List<String> numbered(String name) {
    return IntStream.range(0, 256).mapToObj(i -> name + i).toList();
  }

  @Test
  void whatCannotBeKeptIsPassedOver() {
    UUID tenant = rows.tenant();

    learn(
        tenant,
        List.of(List.of(" \t ", "\u0000", "\ud800", "ab\u0000", "漢".repeat(500), "kept", "𝒦ept")));

    assertThat(rows.query(tenant, "SELECT spelling FROM concept", String.class))
        .containsExactly("kept");
  }

  @Test
  void writersAtTheSameTimeLoseNoUpdateAndDoNotBlockEachOtherForGood() throws Exception {
    UUID tenant = rows.tenant();
    List<String> words =
        new ArrayList<>(List.of("alpha", "beta", "gamma", "delta", "\uffee", "😀"));
    ExecutorService writers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        Collections.shuffle(words, new Random(i));
        List<List<String>> memories = List.of(List.copyOf(words), List.copyOf(words.subList(0, 2)));
        calls.add(
            () -> {
              learn(tenant, List.of(memories.get(0)));
              return true;
            });
      }
      for (Future<Boolean> call : writers.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      writers.shutdownNow();
    }

    assertThat(rows.query(tenant, "SELECT count FROM concept_edge", Integer.class))
        .hasSize(15)
        .containsOnly(80);
  }

  @Test
  void scopesDoNotMix() {
    UUID tenant = rows.tenant();

    rows.inTenant(
        tenant, handle -> store.learn(handle, tenant, "room", List.of(List.of("a", "b")), NOW));

    assertThat(rows.query(tenant, "SELECT scope FROM concept_edge", String.class))
        .containsExactly("room");
  }

  private void learn(UUID tenant, List<List<String>> memories) {
    rows.inTenant(tenant, handle -> store.learn(handle, tenant, "", memories, NOW));
  }

  private static double weight(UUID tenant, String low, String high) {
    return rows.query(
            tenant,
            "SELECT weight FROM concept_edge WHERE low_key = '%s' AND high_key = '%s'"
                .formatted(low, high),
            Double.class)
        .get(0);
  }

  private static int count(UUID tenant, String low, String high) {
    return rows.query(
            tenant,
            "SELECT count FROM concept_edge WHERE low_key = '%s' AND high_key = '%s'"
                .formatted(low, high),
            Integer.class)
        .get(0);
  }
}
