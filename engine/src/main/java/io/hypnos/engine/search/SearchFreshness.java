package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Read your writes: an acknowledged write has moved the searchable version of its space in the
 * record, so a search on any node sees that its tenant has unseen writes and refreshes the index
 * first. Searches that wait at the same time share one refresh.
 */
final class SearchFreshness {
  private final MemoryIndex index;
  private final Cache<UUID, String> seen = Caffeine.newBuilder().maximumSize(100_000).build();
  private final ReentrantLock refreshing = new ReentrantLock(true);
  private final AtomicLong refreshesStarted = new AtomicLong();

  // Guarded by the lock.
  private long lastSuccessful;

  SearchFreshness(MemoryIndex index) {
    this.index = index;
  }

  /**
   * @param state over all spaces of the tenant, as it stood before the search
   */
  void ensure(UUID tenantId, String state) {
    if (!state.equals(seen.getIfPresent(tenantId))) {
      refreshSharedWithOthers();
      seen.put(tenantId, state);
    }
  }

  private void refreshSharedWithOthers() {
    long startedBeforeUs = refreshesStarted.get();
    refreshing.lock();
    try {
      if (lastSuccessful > startedBeforeUs) {
        return; // A refresh that began after we asked has covered our writes as well.
      }
      long ours = refreshesStarted.incrementAndGet();
      index.refresh();
      lastSuccessful = ours;
    } finally {
      refreshing.unlock();
    }
  }
}
