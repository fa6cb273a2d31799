package io.hypnos.engine.extraction;

/** Light stems: enough that "likes", "liked" and "liking" meet, not so much that words merge. */
final class Stems {
  private static final int SHORTEST = 3;

  private Stems() {}

  static String of(String key) {
    String word = key;
    if (word.endsWith("'s") || word.endsWith("s'")) {
      word = word.substring(0, word.length() - 2);
    }
    if (word.length() <= SHORTEST || !isAscii(word)) {
      return word;
    }
    return withoutE(withoutEnding(withoutPlural(word)));
  }

  private static String withoutPlural(String word) {
    int n = word.length();
    if (word.endsWith("sses")) {
      return word.substring(0, n - 2);
    } else if (word.endsWith("ies") && n > 4) {
      return word.substring(0, n - 3) + "y";
    } else if (word.endsWith("s")
        && !word.endsWith("ss")
        && !word.endsWith("us")
        && !word.endsWith("is")) {
      return word.substring(0, n - 1);
    }
    return word;
  }

  private static String withoutEnding(String word) {
    for (String ending : new String[] {"ing", "ed"}) {
      if (word.endsWith(ending)) {
        String rest = word.substring(0, word.length() - ending.length());
        if (rest.length() >= SHORTEST && hasVowel(rest)) {
          return undoubled(rest);
        }
      }
    }
    return word;
  }

  private static String undoubled(String rest) {
    int n = rest.length();
    char last = rest.charAt(n - 1);
    boolean doubled = n > 3 && last == rest.charAt(n - 2) && "lsz".indexOf(last) < 0;
    return doubled ? rest.substring(0, n - 1) : rest;
  }

  /** So that "live" and "liv(ing)" meet; "y" and "i" likewise. */
  private static String withoutE(String word) {
    int n = word.length();
    if (n > SHORTEST && word.endsWith("e")) {
      return word.substring(0, n - 1);
    } else if (n > SHORTEST && word.endsWith("i")) {
      return word.substring(0, n - 1) + "y";
    }
    return word;
  }

  private static boolean hasVowel(String word) {
    for (int i = 0; i < word.length(); i++) {
      if ("aeiouy".indexOf(word.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAscii(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }
}
