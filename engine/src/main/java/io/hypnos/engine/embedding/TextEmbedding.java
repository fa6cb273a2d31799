package io.hypnos.engine.embedding;

import io.hypnos.settings.EmbeddingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A provider's model with what every model gets: pieces of long texts, memory of questions. */
final class TextEmbedding implements EmbeddingModel {
  private final EmbeddingProvider provider;
  private final SelfTest selfTest;
  private final TextPieces pieces;
  private final QueryVectors queries;

  TextEmbedding(EmbeddingProvider provider, EmbeddingSettings settings) {
    this.provider = provider;
    this.selfTest = new SelfTest(provider, settings.openai().breakerPause());
    this.pieces = new TextPieces(settings.pieces());
    this.queries = new QueryVectors(settings.queryCache());
  }

  /** Tries the model out in the background, and again while it does not work. */
  TextEmbedding tryOut() {
    selfTest.start();
    return this;
  }

  @Override
  public String modelId() {
    return provider.modelId();
  }

  @Override
  public int dimensions() {
    return provider.dimensions();
  }

  @Override
  public float[] embed(String text) {
    return one(text, Purpose.DOCUMENT);
  }

  @Override
  public float[] embedQuery(String text) {
    Optional<float[]> known = queries.find(modelId(), text);
    if (known.isPresent()) {
      return known.get();
    }
    float[] vector = one(text, Purpose.QUERY);
    queries.keep(modelId(), text, vector);
    return vector;
  }

  private float[] one(String text, Purpose purpose) {
    return provider.embed(List.of(text), purpose, Priority.INTERACTIVE).get(0).vectorOrThrow();
  }

  @Override
  public List<EmbeddingOutcome> embedEach(List<String> texts, Priority priority) {
    return provider.embed(List.copyOf(texts), Purpose.DOCUMENT, priority);
  }

  @Override
  public List<float[]> embedPieces(String text) {
    return embedPieces(List.of(text), Priority.INTERACTIVE).get(0);
  }

  @Override
  public List<List<float[]>> embedPieces(List<String> texts, Priority priority) {
    List<List<String>> cut = texts.stream().map(pieces::of).toList();
    List<float[]> vectors = embedAll(cut.stream().flatMap(List::stream).toList(), priority);
    List<List<float[]>> grouped = new ArrayList<>(texts.size());
    int from = 0;
    for (List<String> ofText : cut) {
      grouped.add(List.copyOf(vectors.subList(from, from + ofText.size())));
      from += ofText.size();
    }
    return grouped;
  }

  @Override
  public boolean isAvailable() {
    return provider.isAvailable();
  }

  @Override
  public void close() {
    selfTest.close();
    provider.close();
  }
}
