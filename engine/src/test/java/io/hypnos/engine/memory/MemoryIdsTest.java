package io.hypnos.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MemoryIdsTest {
  private static final UUID TENANT = UUID.fromString("0f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10");

  @Test
  void theSameSourceGivesTheSameId() {
    UUID id = MemoryIds.ofChunk(TENANT, "notes", "drop", "x", 3);

    assertThat(MemoryIds.ofChunk(TENANT, "notes", "drop", "x", 3)).isEqualTo(id);
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void everyPartOfTheSourceCounts() {
    Set<UUID> ids = new HashSet<>();
    ids.add(MemoryIds.ofChunk(TENANT, "notes", "drop", "x", 3));
    ids.add(MemoryIds.ofChunk(TENANT, "notes", "drop", "x", 4));
    ids.add(MemoryIds.ofChunk(TENANT, "notes", "drop", "y", 3));
    ids.add(MemoryIds.ofChunk(TENANT, "notes", "mail", "x", 3));
    ids.add(MemoryIds.ofChunk(TENANT, "note", "sdrop", "x", 3));
    ids.add(
        MemoryIds.ofChunk(
            UUID.fromString("1f7c1c52-6d0e-4a51-9f0a-3a2f6f2c7b10"), "notes", "drop", "x", 3));

    assertThat(ids).hasSize(6);
  }
}
