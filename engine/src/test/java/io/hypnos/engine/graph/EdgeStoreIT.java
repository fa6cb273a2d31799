package io.hypnos.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.TenantRows;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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

final class EdgeStoreIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static TenantRows rows;
  private final EdgeStore edges = new EdgeStore();
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
  void theLastOfEqualEdgesCountsWithinABatchAndLater() {
    UUID from = rows.memory(tenant, "a", "new");
    UUID to = rows.memory(tenant, "a", "old");

    add(List.of(weighted(from, to, 0.1), weighted(from, to, 0.2)));
    assertThat(weights()).containsExactly(0.2);
    add(List.of(weighted(from, to, 0.7), weighted(to, from, 0.3)));

    assertThat(weights()).containsExactlyInAnyOrder(0.7, 0.3);
  }

  @Test
  void anEdgeToNothingIsRefused() {
    UUID from = rows.memory(tenant, "a", "new");

    assertThatThrownBy(() -> add(List.of(weighted(from, UUID.randomUUID(), 1))))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(weights()).isEmpty();
  }

  @Test
  void edgesGoWithTheirMemories() {
    UUID from = rows.memory(tenant, "a", "new");
    UUID to = rows.memory(tenant, "a", "old");
    add(List.of(weighted(from, to, 1)));

    rows.inTenant(tenant, handle -> handle.execute("DELETE FROM memory WHERE memory_id = ?", to));

    assertThat(weights()).isEmpty();
  }

  @Test
  void writersOfTheSameEdgesInAnyOrderDoNotBlockEachOtherForGood() throws Exception {
    List<UUID> memories = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      memories.add(rows.memory(tenant, "a", "memory " + i));
    }
    List<MemoryEdge> all = new ArrayList<>();
    for (UUID from : memories) {
      for (UUID to : memories) {
        all.add(weighted(from, to, 1));
      }
    }
    ExecutorService writers = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        List<MemoryEdge> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(i));
        calls.add(
            () -> {
              add(shuffled);
              return true;
            });
      }
      for (Future<Boolean> call : writers.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(weights()).hasSize(25);
  }

  private void add(List<MemoryEdge> batch) {
    rows.inTenant(tenant, handle -> edges.add(handle, tenant, batch, TenantRows.AT));
  }

  private List<Double> weights() {
    return rows.query(tenant, "SELECT weight FROM memory_edge", Double.class);
  }

  private static MemoryEdge weighted(UUID from, UUID to, double weight) {
    return new MemoryEdge(
        from,
        to,
        Relations.RELATED_TO,
        weight,
        EdgeOrigin.NATIVE,
        Map.of("why", "test"),
        Optional.empty());
  }
}
