package io.hypnos.engine.search;

import io.hypnos.engine.search.SearchResult.Hit;
import io.hypnos.engine.tenancy.Caller;
import java.util.List;

/** Puts the best hits in order once more. */
public interface Reranker {
  /** Without a model: the order stays. */
  Reranker NONE = (caller, query, hits) -> hits;

  /** The same hits in another order; what is left out comes last. */
  List<Hit> rerank(Caller caller, String query, List<Hit> hits);
}
