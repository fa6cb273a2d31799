package io.hypnos.connectors.linear;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.Credential;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** Issues of Linear with their state, labels and comments. */
public final class Linear implements Provider {
  @Override
  public String name() {
    return "linear";
  }

  @Override
  public int callsPerMinute() {
    return 20;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://api.linear.app", LinearIssues.PATH, setup.baseUrl());
    String host = base.substring(0, base.length() - LinearIssues.PATH.length());
    String token = setup.requiredCredential("token");
    Credential credential = token.startsWith("lin_api_") ? Credential.fixed(token) : setup.bearer();
    return new LinearIssues(
        new ProviderHttp(setup.line(), host, credential, Map.of(), new LinearErrors()));
  }
}
