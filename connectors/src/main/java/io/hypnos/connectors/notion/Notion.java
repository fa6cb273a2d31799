package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** Pages of Notion: all that are shared, or those of a database. */
public final class Notion implements Provider {
  @Override
  public String name() {
    return "notion";
  }

  @Override
  public int callsPerMinute() {
    return 170;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://api.notion.com", "/v1", setup.baseUrl());
    Map<String, String> headers = Map.of("Notion-Version", "2022-06-28");
    ProviderHttp http =
        new ProviderHttp(setup.line(), base, setup.bearer(), headers, NotionErrors::of);
    return new NotionPages(http, setup.config("database_id"));
  }
}
