package io.hypnos.connectors.connection;

import io.hypnos.connectors.confluence.Confluence;
import io.hypnos.connectors.drive.Drive;
import io.hypnos.connectors.gmail.Gmail;
import io.hypnos.connectors.hubspot.HubSpot;
import io.hypnos.connectors.linear.Linear;
import io.hypnos.connectors.notion.Notion;
import io.hypnos.connectors.postgres.Postgres;
import io.hypnos.connectors.slack.Slack;
import io.hypnos.connectors.sync.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of outside systems that there are. */
public final class Providers {
  private final Map<String, Provider> byName = new TreeMap<>();

  public Providers(List<Provider> providers) {
    providers.forEach(provider -> byName.put(provider.name(), provider));
  }

  public static Providers all() {
    return new Providers(
        List.of(
            new Slack(),
            new Notion(),
            new Linear(),
            new Postgres(),
            new HubSpot(),
            new Drive(),
            new Gmail(),
            new Confluence()));
  }

  Optional<Provider> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
