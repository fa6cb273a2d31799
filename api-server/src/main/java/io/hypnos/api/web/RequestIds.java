package io.hypnos.api.web;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The id under which one request is logged everywhere it goes. */
final class RequestIds {
  private static final Pattern ACCEPTABLE = Pattern.compile("[\\x21-\\x7e]{1,256}");
  private static final int DIGITS = 12;

  private RequestIds() {}

  /** The caller's own id when it is one word that a log and a header bear, otherwise a new one. */
  static String of(String presented) {
    return presented != null && ACCEPTABLE.matcher(presented).matches() ? presented : fresh();
  }

  private static String fresh() {
    long random = ThreadLocalRandom.current().nextLong();
    return "req_" + HexFormat.of().toHexDigits(random, DIGITS);
  }
}
