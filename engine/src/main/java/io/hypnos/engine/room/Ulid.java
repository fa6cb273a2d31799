package io.hypnos.engine.room;

import java.security.SecureRandom;
import java.time.Instant;

/** Ids that sort by time: 48 bits of milliseconds, 80 of chance, in Crockford's base 32. */
final class Ulid {
  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int OF_TIME = 10;
  private static final int OF_CHANCE = 16;

  private Ulid() {}

  static String of(Instant time, SecureRandom random) {
    StringBuilder id = new StringBuilder();
    long millis = time.toEpochMilli();
    for (int digit = OF_TIME - 1; digit >= 0; digit--) {
      id.append(LETTERS.charAt((int) (millis >>> (5 * digit)) & 31));
    }
    return id.append(chance(OF_CHANCE, random)).toString();
  }

  /** Letters that nobody can guess, five bits each. */
  static String chance(int letters, SecureRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < letters; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
