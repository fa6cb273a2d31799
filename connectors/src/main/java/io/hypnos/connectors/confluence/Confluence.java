package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Credential;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Pages of Confluence Cloud: of one space or of all. */
public final class Confluence implements Provider {
  @Override
  public String name() {
    return "confluence";
  }

  @Override
  public int callsPerMinute() {
    return 120;
  }

  @Override
  public Source open(Setup setup) {
    Site site = Site.of(setup.requiredConfig("base_url"), setup.trusted());
    String pair = setup.requiredCredential("email") + ":" + setup.requiredCredential("api_token");
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    ProviderHttp http =
        new ProviderHttp(
            setup.line(),
            site.base(),
            Credential.fixed("Basic " + basic),
            Map.of(),
            new ConfluenceErrors());
    return new ConfluencePages(
        wiki(setup.config("api").orElse("v2"), http, site, setup.config("space_key")),
        http::vendorNow,
        setup.line().clock());
  }

  private static Wiki wiki(String api, ProviderHttp http, Site site, Optional<String> spaceKey) {
    return switch (api) {
      case "v2" -> new WikiV2(http, site, spaceKey);
      case "v1" -> new WikiV1(http, site, spaceKey);
      default -> throw ProviderFailure.of(Kind.CONFIGURATION, "config.api must be v1 or v2");
    };
  }
}
