package io.hypnos.engine.memory;

import java.util.Optional;

/**
 * Where in its space a memory belongs.
 *
 * @param stream the conversation, session or document it is a part of; its neighbours there give it
 *     context
 * @param ordinal order among memories of one write
 * @param speaker who said it
 * @param agent which agent of the caller it belongs to
 */
public record Place(
    Optional<String> containerTag,
    Optional<String> stream,
    int ordinal,
    Optional<String> speaker,
    Optional<String> agent,
    Optional<String> organization) {
  public static final Place ANYWHERE =
      new Place(
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Place withContainerTag(Optional<String> other) {
    return new Place(other, stream, ordinal, speaker, agent, organization);
  }

  public Place inStream(String name, int position) {
    return new Place(containerTag, Optional.of(name), position, speaker, agent, organization);
  }

  Place at(int position) {
    return new Place(containerTag, stream, position, speaker, agent, organization);
  }
}
