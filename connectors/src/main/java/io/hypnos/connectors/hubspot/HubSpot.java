package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** Contacts of HubSpot. */
public final class HubSpot implements Provider {
  @Override
  public String name() {
    return "hubspot";
  }

  @Override
  public int callsPerMinute() {
    return 210;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://api.hubapi.com", "/crm/v3/objects", setup.baseUrl());
    ProviderHttp http =
        new ProviderHttp(setup.line(), base, setup.bearer(), Map.of(), HubSpotErrors::of);
    return new HubSpotContacts(new ContactApi(http), setup.line().clock());
  }
}
