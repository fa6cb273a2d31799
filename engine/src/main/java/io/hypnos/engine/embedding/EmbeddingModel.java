package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.EmbeddingOutcome.Embedded;
import io.hypnos.engine.embedding.EmbeddingOutcome.Failed;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns text into unit vectors. Implementations are thread-safe; the same text gives the same
 * vector as far as the model does.
 *
 * <p>Failures are {@link HypnosException}: {@code UNAVAILABLE} when another try may help, {@code
 * INTERNAL} when the model or its configuration is at fault, {@code VALIDATION} when the text is.
 */
public interface EmbeddingModel extends AutoCloseable {
  /** Vectors of different ids must never be compared. */
  String modelId();

  int dimensions();

  /** The vector of a text to store; nothing goes before it but other single texts. */
  float[] embed(String text);

  /** The vector of a question. */
  default float[] embedQuery(String text) {
    return embed(text);
  }

  /** An outcome for each text, in their order. */
  default List<EmbeddingOutcome> embedEach(List<String> texts, Priority priority) {
    List<EmbeddingOutcome> outcomes = new ArrayList<>(texts.size());
    for (String text : texts) {
      try {
        outcomes.add(new Embedded(embed(text)));
      } catch (HypnosException e) {
        outcomes.add(new Failed(e));
      }
    }
    return outcomes;
  }

  /** A vector for each text, in their order, or the failure of the first that has none. */
  default List<float[]> embedAll(List<String> texts, Priority priority) {
    return embedEach(texts, priority).stream().map(EmbeddingOutcome::vectorOrThrow).toList();
  }

  /** The vectors of a text's pieces, in their order; a short text is one piece. */
  default List<float[]> embedPieces(String text) {
    return List.of(embed(text));
  }

  /** For each text the vectors of its pieces. */
  default List<List<float[]>> embedPieces(List<String> texts, Priority priority) {
    return texts.stream().map(this::embedPieces).toList();
  }

  /** Whether a call is likely to succeed; answers at once. */
  default boolean isAvailable() {
    return true;
  }

  @Override
  default void close() {}
}
