package io.hypnos.consolidation;

import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an operator carries instead of an engine, which cannot travel to another machine. */
final class EngineSource implements Serializable {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, String> settings;

  EngineSource(HypnosSettings settings) {
    this.settings = new LinkedHashMap<>(Settings.values(settings));
  }

  /** The engine of this process, opened when somebody works and closed when nobody does. */
  EngineLease lease() {
    return SharedEngine.OF_THIS_PROCESS.lease(settings, () -> Settings.of(settings, Map.of()));
  }
}
