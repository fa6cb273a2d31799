package io.hypnos.engine.media;

import java.net.http.HttpRequest;
import java.util.Optional;

/** What one kind of model wants to be sent, and how it answers. */
interface MediaWire {
  HttpRequest request(String name, String contentType, byte[] bytes);

  /** The words of an answer; empty when there are none. */
  Optional<String> read(byte[] answer);
}
