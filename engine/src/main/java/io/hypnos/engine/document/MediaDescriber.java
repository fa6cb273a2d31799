package io.hypnos.engine.document;

import java.util.Optional;

/** Puts into words what a picture shows or a recording says. */
public interface MediaDescriber {
  /** There is no model: everything is known by its name. */
  MediaDescriber NONE =
      new MediaDescriber() {
        @Override
        public boolean understands(String contentType, long size) {
          return false;
        }

        @Override
        public Optional<Description> describe(String name, String contentType, byte[] bytes) {
          return Optional.empty();
        }
      };

  /**
   * What was said.
   *
   * @param method how it came about: vision, transcription
   */
  record Description(String text, String method) {}

  /** Whether a model is there for this type and size. */
  boolean understands(String contentType, long size);

  /** Empty when the model gave no answer, however often it was asked. */
  Optional<Description> describe(String name, String contentType, byte[] bytes);
}
