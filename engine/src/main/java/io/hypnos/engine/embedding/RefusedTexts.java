package io.hypnos.engine.embedding;

import io.hypnos.engine.embedding.EmbeddingOutcome.Embedded;
import io.hypnos.engine.embedding.EmbeddingOutcome.Failed;
import io.hypnos.engine.embedding.RemoteFailure.Kind;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Embeds a batch although a server refuses the whole of it for one text: halves that are refused
 * are halved again. The number of requests is bounded, since a server may refuse everything.
 */
final class RefusedTexts {
  private static final int MOST_REQUESTS = 24;

  private final Function<List<String>, List<float[]>> request;
  private int requests;

  RefusedTexts(Function<List<String>, List<float[]>> request) {
    this.request = request;
  }

  /** An outcome for each text, in their order. */
  List<EmbeddingOutcome> embed(List<String> texts) {
    if (texts.isEmpty()) {
      return List.of();
    }
    try {
      requests++;
      return request.apply(texts).stream().<EmbeddingOutcome>map(Embedded::new).toList();
    } catch (RemoteFailure e) {
      boolean divisible = e.kind() == Kind.TEXT_REFUSED && texts.size() > 1;
      return divisible && requests < MOST_REQUESTS
          ? halves(texts)
          : failed(texts.size(), e.asHypnosException());
    } catch (HypnosException e) {
      return failed(texts.size(), e);
    }
  }

  private List<EmbeddingOutcome> halves(List<String> texts) {
    int middle = texts.size() / 2;
    List<EmbeddingOutcome> outcomes = new ArrayList<>(embed(texts.subList(0, middle)));
    outcomes.addAll(embed(texts.subList(middle, texts.size())));
    return outcomes;
  }

  private static List<EmbeddingOutcome> failed(int texts, HypnosException failure) {
    return Collections.nCopies(texts, new Failed(failure));
  }
}
