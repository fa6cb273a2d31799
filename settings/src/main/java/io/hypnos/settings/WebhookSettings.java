package io.hypnos.settings;

import java.time.Duration;
import java.util.List;

/** Telling receivers what happened. */
public record WebhookSettings(
    @Setting(
            value = "60s,300s,1800s",
            doc =
                "Pauses between the attempts of a delivery; after one more failure than there are"
                    + " pauses it is given up and can be delivered again by command.")
        List<Duration> retryAfter,
    @Setting(value = "10s", min = "100ms", max = "60s", doc = "How long a receiver may take.")
        Duration timeout,
    @Setting(
            value = "90s",
            min = "90s",
            max = "1h",
            doc = "How long a node may send before another takes the delivery, for when it dies.")
        Duration lease,
    @Setting(value = "32", min = "1", max = "500", doc = "Deliveries a node sends at a time.")
        int concurrency,
    @Setting(
            value = "4",
            min = "1",
            max = "100",
            doc = "Deliveries a node sends to one host at a time.")
        int concurrencyPerHost,
    @Setting(value = "100", min = "1", max = "10000", doc = "Webhooks a tenant may have.")
        int mostPerTenant,
    @Setting(
            value = "7d",
            min = "1h",
            max = "365d",
            doc = "How long ended deliveries and what they told are kept.")
        Duration keep) {

  public WebhookSettings {
    retryAfter = List.copyOf(retryAfter);
    if (retryAfter.size() > 20 || retryAfter.stream().anyMatch(Duration::isZero)) {
      throw new IllegalArgumentException(
          "retry-after must have at most 20 pauses, each longer than nothing.");
    }
  }
}
