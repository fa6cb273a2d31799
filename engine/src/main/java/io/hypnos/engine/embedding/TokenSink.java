package io.hypnos.engine.embedding;

/** Takes tokens until it is full. */
interface TokenSink {
  void accept(int id);

  boolean full();
}
