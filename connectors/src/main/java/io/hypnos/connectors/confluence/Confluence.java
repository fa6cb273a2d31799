package io.hypnos.connectors.confluence;

import io.hypnos.connectors.call.Credential;
import io.hypnos.connectors.call.Errors;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

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
    String base = setup.requiredConfig("base_url").strip();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    if (base.endsWith("/wiki")) {
      base = base.substring(0, base.length() - "/wiki".length());
    }
    if (!base.startsWith("https://") && !setup.trusted()) {
      throw ProviderFailure.of(Kind.CONFIGURATION, "config.base_url must start with https://");
    }
    String pair = setup.requiredCredential("email") + ":" + setup.requiredCredential("api_token");
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    ProviderHttp http =
        new ProviderHttp(
            setup.line(), base, Credential.fixed("Basic " + basic), Map.of(), Errors::byStatus);
    return new ConfluencePages(http, setup.config("space_key"), base);
  }
}
