package io.hypnos.engine.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.engine.visibility.Viewer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who speaks in the memories that can be seen. Questions name people, and what a memory means
 * seldom does: the name finds the speaker, the rest of the question finds the meaning.
 */
final class Speakers {
  private final MemoryIndex index;
  private final Cache<Key, Set<String>> known = Caffeine.newBuilder().maximumSize(10_000).build();

  private record Key(
      Viewer viewer, List<String> hidden, Optional<List<String>> spaces, String state) {}

  Speakers(MemoryIndex index) {
    this.index = index;
  }

  /** The words of a question to compare in meaning: without the speakers that it names. */
  String withoutNames(String question, QueryWords words, Situation situation) {
    if (!words.mayName()) {
      return question;
    }
    Key key =
        new Key(
            situation.visibility().viewer(),
            situation.visibility().hidden(),
            situation.visibility().spaces(),
            situation.state());
    Set<String> speakers = known.get(key, each -> index.speakers(situation.visibility()));
    List<String> named = speakers.stream().filter(words::names).toList();
    return named.isEmpty() ? question : words.without(named).orElse(question);
  }
}
