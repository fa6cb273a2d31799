package io.hypnos.engine.embedding;

import io.hypnos.settings.EmbeddingSettings;
import java.time.Clock;

/** Opens the model that the settings name. */
public final class EmbeddingModels {
  private EmbeddingModels() {}

  /** Never waits for a remote model: whether it works shows in the log, in health, and per call. */
  public static EmbeddingModel open(EmbeddingSettings settings, Clock clock) {
    EmbeddingProvider provider =
        settings.provider().equals("openai")
            ? OpenAiProvider.open(settings, clock)
            : BuiltInProvider.open(settings);
    return new TextEmbedding(provider, settings).tryOut();
  }
}
