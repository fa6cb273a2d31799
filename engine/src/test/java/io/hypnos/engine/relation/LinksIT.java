package io.hypnos.engine.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hypnos.engine.Bare;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.graph.EdgeOrigin;
import io.hypnos.engine.graph.Follow;
import io.hypnos.engine.graph.MemoryEdge;
import io.hypnos.engine.graph.Relations;
import io.hypnos.engine.memory.NewMemory;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LinksIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static final double NO_FLOOR = Double.NEGATIVE_INFINITY;

  private static Bare bare;
  private Caller caller;
  private Viewer viewer;
  private Links links;

  @BeforeAll
  static void open() {
    bare = new Bare(STACK.settings());
  }

  @AfterAll
  static void close() {
    bare.close();
  }

  @BeforeEach
  void newTenant() {
    caller = bare.tenant();
    viewer = Viewer.of(caller);
    links = bare.engine.knowledge().links();
  }

  @Test
  void neighboursAreFoundInBothDirectionsAndFadeWithDistance() {
    UUID a = bare.write(caller, "s", "a");
    UUID b = bare.write(caller, "s", "b");
    UUID c = bare.write(caller, "s", "c");
    UUID d = bare.write(caller, "s", "d");
    link(a, b, Relations.DERIVED_FROM, 1);
    link(c, b, Relations.EVOLVED_TO, 0.5);
    link(c, d, Relations.RELATED_TO, 0.9);

    List<RelatedMemory> near = around(a, 3, List.of());

    assertThat(near).extracting(each -> each.memory().content()).containsExactly("b", "c", "d");
    assertThat(near.get(1).neighbour().strength()).isCloseTo(0.64, within(1e-12));
    assertThat(near.get(2).neighbour().hops()).isEqualTo(3);
    assertThat(around(a, 1, List.of())).hasSize(1);
  }

  @Test
  void onlyTheWantedEdgesAreFollowed() {
    UUID a = bare.write(caller, "s", "a");
    UUID strong = bare.write(caller, "s", "strong");
    UUID weak = bare.write(caller, "s", "weak");
    UUID cause = bare.write(caller, "s", "cause");
    link(a, strong, Relations.RELATED_TO, 0.61);
    link(a, weak, Relations.RELATED_TO, 0.6);
    link(a, cause, Relations.CAUSED_BY, 1);

    assertThat(around(a, 2, bare.engine.knowledge().walk().usual()))
        .extracting(each -> each.memory().content())
        .containsExactly("strong");
    assertThat(around(a, 2, List.of(Follow.any(Relations.CAUSED_BY)))).hasSize(1);
    assertThat(around(a, 2, List.of())).hasSize(3);
  }

  @Test
  void whatMayNotBeSeenIsNoBridge() {
    UUID mine = bare.write(caller, "s", "mine", "maya", 600);
    UUID theirs = bare.write(caller, "s", "theirs", "otto", 600);
    UUID open = bare.write(caller, "s", "open", "otto", 644);
    link(mine, theirs, Relations.DERIVED_FROM, 1);
    link(theirs, open, Relations.DERIVED_FROM, 1);

    Viewer maya = Bare.person(caller, "maya", "s");

    assertThat(
            links.around(
                maya, Optional.empty(), History.NONE, List.of(mine), 3, List.of(), NO_FLOOR))
        .isEmpty();
    assertThat(around(mine, 3, List.of())).hasSize(2);
    assertThatThrownBy(() -> links.add(caller, maya, edge(mine, theirs, "x", 1)))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void anEdgeMustMakeSense() {
    UUID a = bare.write(caller, "s", "a");
    UUID b = bare.write(caller, "s", "b");

    for (MemoryEdge edge :
        List.of(
            edge(a, b, "", 1),
            edge(a, b, "r".repeat(65), 1),
            edge(a, b, "r\u0000", 1),
            edge(a, b, "r", Double.NaN),
            edge(a, a, "r", 1))) {
      assertThatThrownBy(() -> links.add(caller, viewer, edge))
          .isInstanceOfSatisfying(
              HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION));
    }
    Caller other = bare.tenant();
    assertThatThrownBy(() -> links.add(other, Viewer.of(other), edge(a, b, "r", 1)))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void supersessionsAreListedNewestFirst() {
    UUID bergen = bare.write(caller, "home", "I live in Bergen");
    UUID oslo = supersede(bergen, "I live in Oslo");
    UUID rome = supersede(oslo, "I live in Rome");

    List<Pair> pairs = links.supersessions(viewer, Optional.of(List.of("home")), 10);

    assertThat(pairs).extracting(pair -> pair.newer().id()).containsExactly(rome, oslo);
    assertThat(pairs).extracting(pair -> pair.older().id()).containsExactly(oslo, bergen);
    assertThat(links.supersessions(viewer, Optional.of(List.of("else")), 10)).isEmpty();
    assertThat(links.contradictions(viewer, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void aMemoryWithVeryManyEdgesIsWalkedInBounds() {
    UUID hub = bare.write(caller, "s", "hub");
    bare.engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle.execute(
                    """
                    WITH spokes AS (
                      INSERT INTO memory (tenant_id, memory_id, space, content, fingerprint, source,
                                          valid_from, recorded_at, updated_at, embedding,
                                          embedding_model)
                      SELECT tenant_id, gen_random_uuid(), space, 'spoke ' || n, fingerprint, source,
                             now(), now(), now(), embedding, embedding_model
                      FROM memory, generate_series(1, 700) n
                      WHERE memory_id = ?
                      RETURNING tenant_id, memory_id)
                    INSERT INTO memory_edge (tenant_id, from_memory, to_memory, relation, created_at)
                    SELECT tenant_id, memory_id, ?, 'derived_from', now()
                    FROM spokes
                    """,
                    hub,
                    hub));

    assertThat(around(hub, 2, List.of())).hasSize(500);
  }

  private UUID supersede(UUID old, String content) {
    NewMemory memory = NewMemory.builder("home", content, "api").supersedes(List.of(old)).build();
    return bare.engine.writer().write(caller, memory, WritePolicy.KEEP_ALL).id().orElseThrow();
  }

  private List<RelatedMemory> around(UUID start, int depth, List<Follow> follow) {
    return links.around(
        viewer, Optional.empty(), History.NONE, List.of(start), depth, follow, NO_FLOOR);
  }

  private void link(UUID from, UUID to, String relation, double weight) {
    links.add(caller, viewer, edge(from, to, relation, weight));
  }

  private static MemoryEdge edge(UUID from, UUID to, String relation, double weight) {
    return new MemoryEdge(
        from, to, relation, weight, EdgeOrigin.NATIVE, Map.of(), Optional.empty());
  }
}
