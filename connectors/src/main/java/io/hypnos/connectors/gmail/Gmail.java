package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.drive.GoogleErrors;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** Mails of Gmail: a record a mail. */
public final class Gmail implements Provider {
  @Override
  public String name() {
    return "gmail";
  }

  @Override
  public int callsPerMinute() {
    return 900;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://gmail.googleapis.com", "/gmail/v1", setup.baseUrl());
    ProviderHttp http =
        new ProviderHttp(setup.line(), base, setup.bearer(), Map.of(), GoogleErrors::of);
    return new GmailMessages(setup, new GmailApi(http));
  }
}
