package io.hypnos.engine.concept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import io.hypnos.settings.ConceptSettings;
import io.hypnos.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class AssociationsIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final ConceptSettings SETTINGS = Settings.of(Map.of(), Map.of()).concept();

  private static TenantRows rows;
  private final ConceptStore store = new ConceptStore(SETTINGS);
  private final Associations associations = new Associations(SETTINGS, store);
  private UUID tenant;

  @BeforeAll
  static void open() {
    rows = new TenantRows(STACK.settings());
  }

  @AfterAll
  static void close() {
    rows.close();
  }

  @BeforeEach
  void newTenant() {
    tenant = rows.tenant();
  }

  @Test
  void aQueryIsAboutWhatIsGivenThenTheLongestKnownPhrasesInIt() {
    learn(List.of("Blue Kettle", "kettle", "KITCHEN"));

    Activation found = activate("Where in the kitchen is the blue  KETTLE?", "Tea", "kitchen ");

    assertThat(found.query()).containsExactly("Tea", "KITCHEN", "Blue Kettle", "kettle");
    assertThat(activate("completely unknown matters").query())
        .containsExactly("completely", "unknown", "matters");
  }

  @Test
  void itCallsToMindWhatOccurredWithIt() {
    learn(List.of("deploy", "Staging"));
    learn(List.of("deploy", "approval"));
    learn(List.of("deploy", "approval"));

    Activation found = activate("how do we deploy");

    double share = 1 / (1 + 0.15 * Math.log(2));
    assertThat(found.activated())
        .extracting(Activated::spelling)
        .containsExactly("approval", "Staging");
    assertThat(found.activated().get(0).activation()).isCloseTo(0.64 * share, within(1e-9));
    assertThat(found.all()).containsExactly("deploy", "approval", "Staging");
    assertThat(activateOnly("how do we deploy").all()).containsExactly("deploy");
  }

  @Test
  void praiseStrengthensWithinMemoriesAndTowardsTheQuery() {
    int edges =
        feedback(
            new Rating(
                List.of(List.of("a", "b"), List.of("b", "c")), List.of(), List.of("q", "b"), 1));

    // q-a, q-b, b-a of the first memory, q-b, q-c, b-c of the second: five different ones.
    assertThat(edges).isEqualTo(5);
    assertThat(weight("a", "b")).isCloseTo(0.64, within(1e-9));
    assertThat(weight("b", "q")).isCloseTo(0.64, within(1e-9));
    assertThat(weight("a", "q")).isCloseTo(0.4, within(1e-9));
    assertThat(valence("a", "q")).isCloseTo(0.3, within(1e-9));
    assertThat(activate("q").query()).containsExactly("q");
  }

  @Test
  void blameWeakensOnlyWhatIsThereAndRemovesWhatIsLittle() {
    learn(List.of("a", "b"));

    int edges = feedback(new Rating(List.of(List.of("b")), List.of(), List.of("a", "z"), -1));
    assertThat(edges).isEqualTo(1);
    assertThat(weight("a", "b")).isCloseTo(0.24, within(1e-9));
    assertThat(valence("a", "b")).isCloseTo(-0.3, within(1e-9));

    for (int i = 0; i < 7; i++) {
      feedback(new Rating(List.of(List.of("a", "b")), List.of(), List.of(), -1));
    }
    assertThat(count()).isZero();
  }

  @Test
  void anIndifferentOutcomeMovesOnlyValence() {
    feedback(new Rating(List.of(List.of("a")), List.of(), List.of("b"), 1));

    int edges = feedback(new Rating(List.of(List.of("a")), List.of(), List.of("b"), 0));

    assertThat(edges).isEqualTo(1);
    assertThat(weight("a", "b")).isCloseTo(0.4, within(1e-9));
    assertThat(valence("a", "b")).isCloseTo(0.21, within(1e-9));
  }

  @Test
  void outcomesBeyondTheScaleAreRefused() {
    for (double outcome : new double[] {1.01, -2, Double.NaN}) {
      assertThatThrownBy(() -> feedback(new Rating(List.of(), List.of(), List.of(), outcome)))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
    }
  }

  @Test
  void ratersAndWritersAtTheSameTimeLoseNoUpdate() throws Exception {
    learn(List.of("a", "b", "c"));
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        List<String> words = i % 2 == 0 ? List.of("a", "b", "c") : List.of("c", "b", "a");
        double outcome = i % 3 == 0 ? 0 : 1;
        calls.add(
            () -> {
              feedback(new Rating(List.of(words), List.of(), List.of(), outcome));
              return true;
            });
      }
      for (Future<Boolean> call : callers.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(rows.query(tenant, "SELECT count FROM concept_edge", Integer.class))
        .containsExactly(41, 41, 41);
  }

  @Test
  void theGraphAroundAConceptGrowsByHopsStrongestFirst() {
    learn(List.of("a", "b"));
    learn(List.of("a", "b"));
    learn(List.of("b", "c"));
    learn(List.of("c", "d"));

    ConceptGraph near = graph(List.of("A"), 1, 100);
    assertThat(near.edges()).extracting(ConceptGraph.Edge::source).containsExactly("a");
    assertThat(near.leastWeight()).isZero();
    ConceptGraph far = graph(List.of("a"), 3, 100);
    assertThat(far.edges()).hasSize(3);
    assertThat(far.leastWeight()).isEqualTo(0.05);
    assertThat(far.nodes()).contains(new ConceptGraph.Node("b", 2), new ConceptGraph.Node("d", 1));
    assertThat(far.truncated()).isFalse();
    ConceptGraph cut = graph(List.of("b"), 2, 1);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.edges()).hasSize(1);
    assertThat(graph(List.of("nobody knows"), 3, 10).edges()).isEmpty();
  }

  @Test
  void resetForgetsTheScopeOnly() {
    learn(List.of("a", "b"));
    rows.inTenant(
        tenant,
        handle -> store.learn(handle, tenant, "room", List.of(List.of("a", "b")), TenantRows.AT));

    int forgotten =
        rows.database().inTenant(tenant, handle -> associations.reset(handle, tenant, ""));

    assertThat(forgotten).isEqualTo(1);
    assertThat(rows.query(tenant, "SELECT count(*) FROM concept_edge", Long.class))
        .containsExactly(1L);
  }

  private void learn(List<String> concepts) {
    rows.inTenant(
        tenant, handle -> store.learn(handle, tenant, "", List.of(concepts), TenantRows.AT));
  }

  private Activation activate(String query, String... given) {
    return rows.database()
        .inTenant(
            tenant,
            handle -> associations.activate(handle, tenant, "", query, List.of(given), true));
  }

  private Activation activateOnly(String query) {
    return rows.database()
        .inTenant(
            tenant, handle -> associations.activate(handle, tenant, "", query, List.of(), false));
  }

  private int feedback(Rating rating) {
    return rows.database()
        .inTenant(
            tenant, handle -> associations.feedback(handle, tenant, "", rating, TenantRows.AT));
  }

  private ConceptGraph graph(List<String> seeds, int depth, int limit) {
    return rows.database()
        .inTenant(
            tenant,
            handle ->
                associations.graph(
                    handle,
                    tenant,
                    "",
                    new ConceptGraph.Walk(seeds, depth, Optional.empty(), limit)));
  }

  private long count() {
    return rows.database().inTenant(tenant, handle -> associations.count(handle, tenant, ""));
  }

  private double weight(String low, String high) {
    return number("weight", low, high);
  }

  private double valence(String low, String high) {
    return number("valence", low, high);
  }

  private double number(String column, String low, String high) {
    return rows.query(
            tenant,
            "SELECT %s FROM concept_edge WHERE low_key = '%s' AND high_key = '%s'"
                .formatted(column, low, high),
            Double.class)
        .get(0);
  }
}
