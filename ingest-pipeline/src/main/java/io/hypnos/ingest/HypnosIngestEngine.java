package io.hypnos.ingest;

import io.hypnos.settings.HypnosSettings;

/** The engine of the product behind the operators' needs. */
final class HypnosIngestEngine {
  private HypnosIngestEngine() {}

  static IngestEngine open(HypnosSettings settings) {
    if (settings != null)
      throw new UnsupportedOperationException("no engine for " + settings.data());
    return null;
  }
}
