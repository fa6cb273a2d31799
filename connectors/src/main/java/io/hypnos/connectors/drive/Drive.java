package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Base;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Provider;
import io.hypnos.connectors.sync.Setup;
import io.hypnos.connectors.sync.Source;
import java.util.Map;

/** Files of Google Drive: all, those of a folder with what is below it, or those of a query. */
public final class Drive implements Provider {
  @Override
  public String name() {
    return "gdrive";
  }

  @Override
  public int callsPerMinute() {
    return 600;
  }

  @Override
  public Source open(Setup setup) {
    String base = Base.of("https://www.googleapis.com", "/drive/v3", setup.baseUrl());
    ProviderHttp http =
        new ProviderHttp(setup.line(), base, setup.bearer(), Map.of(), GoogleErrors::of);
    return new DriveFiles(setup, new DriveApi(http));
  }
}
