package io.hypnos.engine.tenancy;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A search index and a blob store that only count, and fail when told to. */
final class FakeErasers {
  private static final int PAGE = 500;

  final Map<UUID, Integer> documents = new ConcurrentHashMap<>();
  final Map<UUID, Integer> objects = new ConcurrentHashMap<>();
  final AtomicReference<String> outage = new AtomicReference<>();

  long eraseDocuments(UUID tenantId) {
    requireNoOutage();
    Integer erased = documents.remove(tenantId);
    return erased == null ? 0 : erased;
  }

  int eraseSomeObjects(UUID tenantId) {
    requireNoOutage();
    int present = objects.getOrDefault(tenantId, 0);
    int erased = Math.min(PAGE, present);
    objects.put(tenantId, present - erased);
    return erased;
  }

  private void requireNoOutage() {
    if (outage.get() != null) {
      throw new IllegalStateException(outage.get());
    }
  }
}
