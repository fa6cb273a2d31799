package io.hypnos.engine.webhook;

import io.hypnos.settings.WebhookSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a node is sending right now, by host and by tenant. */
final class InFlight {
  private final int most;
  private final int perHost;
  private final int perTenant;
  private final Map<String, Integer> hosts = new HashMap<>();
  private final Map<UUID, Integer> tenants = new HashMap<>();
  private final Semaphore ended = new Semaphore(0);
  private int total;
  private String lastHost = "";

  InFlight(WebhookSettings settings) {
    this.most = settings.concurrency();
    this.perHost = settings.concurrencyPerHost();
    // No tenant can take all of a node, however many slow hosts it names.
    this.perTenant = Math.max(1, settings.concurrency() / 2);
  }

  synchronized Room room() {
    return new Room(
        most - total, perHost, perTenant, left(hosts, perHost), left(tenants, perTenant), lastHost);
  }

  private static <K> Map<K, Long> left(Map<K, Integer> taken, int bound) {
    Map<K, Long> left = new HashMap<>();
    taken.forEach((key, count) -> left.put(key, (long) Math.max(0, bound - count)));
    return left;
  }

  synchronized void add(ClaimedDelivery delivery) {
    total++;
    hosts.merge(delivery.host(), 1, Integer::sum);
    tenants.merge(delivery.tenantId(), 1, Integer::sum);
    lastHost = delivery.host();
  }

  synchronized void remove(ClaimedDelivery delivery) {
    total--;
    hosts.computeIfPresent(delivery.host(), (host, count) -> count == 1 ? null : count - 1);
    tenants.computeIfPresent(delivery.tenantId(), (id, count) -> count == 1 ? null : count - 1);
    ended.release();
  }

  /** Waits until something ends, but not for long. */
  void awaitRoom(Duration patience) {
    try {
      if (ended.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        ended.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized int total() {
    return total;
  }
}
