package io.hypnos.api.web;

/** Spelling of paths: repeated slashes count as one, a trailing slash does not count. */
final class RequestPaths {
  private RequestPaths() {}

  /** The path as routes know it; escapes are left alone, so an escaped slash stays a letter. */
  static String normalised(String path) {
    StringBuilder result = new StringBuilder(path.length());
    for (int index = 0; index < path.length(); index++) {
      char letter = path.charAt(index);
      if (letter != '/' || result.isEmpty() || result.charAt(result.length() - 1) != '/') {
        // What stands behind a semicolon is part of a name here, no parameter of the path.
        result.append(letter == ';' ? "%3B" : String.valueOf(letter));
      }
    }
    if (result.length() > 1 && result.charAt(result.length() - 1) == '/') {
      result.setLength(result.length() - 1);
    }
    return result.isEmpty() ? "/" : result.toString();
  }
}
