package io.hypnos.engine.document;

/**
 * What a chunk is made of: a sentence, a row, a line of code, or a part of one that is too long.
 *
 * @param separator what stands before it when it is not the first of its chunk
 */
record Unit(String separator, String text, int tokens, int page) {
  int length() {
    return separator.length() + text.length();
  }
}
