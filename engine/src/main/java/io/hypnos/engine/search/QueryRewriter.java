package io.hypnos.engine.search;

import io.hypnos.engine.tenancy.Caller;

/** Puts a query into words that find more. */
public interface QueryRewriter {
  /** Without a model: drops what is only politeness. */
  QueryRewriter BY_RULES = (caller, query) -> PoliteWords.dropped(query);

  String rewrite(Caller caller, String query);
}
