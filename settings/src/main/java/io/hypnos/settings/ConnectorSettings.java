package io.hypnos.settings;

import java.time.Duration;

/** Connections to outside systems and their sync. */
public record ConnectorSettings(
    @Setting(
            value = "false",
            doc =
                "Whether a connection may name another place of its provider (config.base_url), as"
                    + " tests and gateways need; private addresses need outgoing.allow-private"
                    + " too.")
        boolean allowBaseUrl,
    @Setting(value = "true", doc = "Whether this node syncs by the clock.") boolean scheduled,
    @Setting(value = "60m", min = "1m", max = "30d", doc = "How often a connection is synced.")
        Duration interval,
    @Setting(
            value = "8",
            min = "1",
            max = "200",
            doc =
                "Connections that a node syncs by the clock at the same time. Runs mostly wait for"
                    + " their provider; when all are busy, each makes room after a tenth of"
                    + " longest-run.")
        int threads,
    @Setting(
            value = "120s",
            min = "1s",
            max = "1h",
            doc = "How long one run waits in all for a provider that limits the rate of calls.")
        Duration patience,
    @Setting(
            value = "10m",
            min = "10s",
            max = "1d",
            doc = "After which a run stops; the next one goes on from there.")
        Duration longestRun,
    @Setting(
            value = "24h",
            min = "1m",
            max = "30d",
            doc = "How often all that lives at a source is listed, to notice what vanished.")
        Duration sweepEvery,
    @Setting(
            value = "24h",
            min = "1m",
            max = "30d",
            doc = "How often records that were given up after three failures are tried once more.")
        Duration retryEvery,
    OAuthSettings oauth) {

  public ConnectorSettings {
    if (!allowBaseUrl && oauth.namesOtherPlaces()) {
      throw new IllegalArgumentException(
          "oauth.*.authorize-url and oauth.*.token-url need allow-base-url.");
    }
  }
}
