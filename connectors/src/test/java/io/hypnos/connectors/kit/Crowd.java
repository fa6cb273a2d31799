package io.hypnos.connectors.kit;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** An outside system that is full of records, for figures. */
public interface Crowd extends AutoCloseable {
  /** Of a connection to it. */
  Map<String, Object> config();

  /** Of a connection to it. */
  Map<String, String> credentials();

  /**
   * From now on it answers what it has answered before without another thought, so that what its
   * fake costs weighs on nobody's figures.
   */
  void rehearse();

  /** Begins to count what it is asked, anew. */
  void listen();

  /** How often it was asked since it listens. */
  long asked();

  /** Asks all that again, one after another, as barely as can be. */
  Runnable askAgain();

  /** Neither counts nor keeps anything that grows with what it is asked. */
  void takeNoNotes();

  @Override
  void close();

  /** What a record says: some 400 characters, the same each time. */
  static String words(int number) {
    List<String> words =
        List.of(
            "the",
            "order",
            "of",
            "a",
            "customer",
            "leaves",
            "our",
            "warehouse",
            "on",
            "Monday",
            "and",
            "invoice",
            "follows",
            "by",
            "mail",
            "when",
            "nobody",
            "objects",
            "to",
            "it");
    Random random = new Random(number);
    StringBuilder text = new StringBuilder("Record ").append(number).append(':');
    while (text.length() < 400) {
      text.append(' ').append(words.get(random.nextInt(words.size())));
    }
    return text.toString();
  }
}
