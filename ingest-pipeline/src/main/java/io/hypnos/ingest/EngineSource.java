package io.hypnos.ingest;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator carries instead of an engine, which cannot travel to another machine. */
final class EngineSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, String> settings;
  private final Factory factory;

  EngineSource(HypnosSettings settings, Factory factory) {
    this.settings = new LinkedHashMap<>(Settings.values(settings));
    this.factory = factory;
  }

  /** Opens an engine where the operator runs. */
  interface Factory extends Serializable {
    IngestEngine open(HypnosSettings settings);
  }

  EngineLease lease() {
    return SharedEngines.ofThisProcess().lease(settings, this::open);
  }

  private IngestEngine open() {
    return factory.open(Settings.of(settings, Map.of()));
  }
}
