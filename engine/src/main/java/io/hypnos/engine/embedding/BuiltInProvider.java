package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.EmbeddingOutcome.Embedded;
import io.hypnos.engine.embedding.EmbeddingOutcome.Failed;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.EmbeddingSettings;
import java.util.List;
import java.util.function.Function;

/** The model in this process, shared fairly. It knows no difference of purpose. */
final class BuiltInProvider implements EmbeddingProvider {
  private final Function<String, float[]> encoder;
  private final Runnable closing;
  private final FairQueue queue;

  private BuiltInProvider(Function<String, float[]> encoder, Runnable closing, FairQueue queue) {
    this.encoder = encoder;
    this.closing = closing;
    this.queue = queue;
  }

  static BuiltInProvider open(EmbeddingSettings settings) {
    OnnxEncoder encoder = new OnnxEncoder(settings.maxTokens());
    return new BuiltInProvider(encoder::encode, encoder::close, queue(settings));
  }

  /** With another encoder in the place of the model. */
  static BuiltInProvider around(Function<String, float[]> encoder, EmbeddingSettings settings) {
    return new BuiltInProvider(encoder, () -> {}, queue(settings));
  }

  private static FairQueue queue(EmbeddingSettings settings) {
    return new FairQueue("The embedding model", settings.threads(), settings.maxCallers());
  }

  @Override
  public String modelId() {
    return OnnxEncoder.MODEL_ID;
  }

  @Override
  public int dimensions() {
    return OnnxEncoder.DIMENSIONS;
  }

  @Override
  public List<EmbeddingOutcome> embed(List<String> texts, Purpose purpose, Priority priority) {
    return queue.run(texts.size(), index -> outcome(texts.get(index)), priority);
  }

  private EmbeddingOutcome outcome(String text) {
    try {
      return new Embedded(encoder.apply(text));
    } catch (HypnosException e) {
      return new Failed(e);
    } catch (RuntimeException e) {
      return new Failed(
          new HypnosException(ErrorCode.INTERNAL, "the embedding model failed on a text", e));
    }
  }

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public void close() {
    queue.close();
    closing.run();
  }
}
