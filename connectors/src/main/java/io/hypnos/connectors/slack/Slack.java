package io.hypnos.connectors.slack;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** A channel of Slack: a record a thread. */
public final class Slack implements Provider {
  @Override
  public String name() {
    return "slack";
  }

  @Override
  public int callsPerMinute() {
    return 45;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://slack.com", "/api", setup.baseUrl());
    ProviderHttp http =
        new ProviderHttp(setup.line(), base, setup.bearer(), Map.of(), new SlackErrors());
    return new SlackChannel(setup, http);
  }
}
