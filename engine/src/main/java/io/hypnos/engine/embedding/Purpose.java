package io.hypnos.engine.embedding;

/** What a text is: some models treat a question differently from what it shall find. */
enum Purpose {
  DOCUMENT,
  QUERY
}
