package io.hypnos.extractor;

/**
 * One document to be read.
 *
 * @param name as somebody named it; a hint, never a path to open
 * @param declaredType as somebody declared it; may be empty
 * @param index of the part that it is; {@link #ROOT} when it is the document that was sent
 * @param path names of its containers and its own; empty for the document that was sent
 * @param depth how many containers it is in
 */
record Source(
    String name, String declaredType, Content content, int index, String path, int depth) {
  static final int ROOT = -1;

  static Source root(String name, String declaredType, Content content) {
    return new Source(name, declaredType, content, ROOT, "", 0);
  }

  Source part(String partName, String type, Content bytes, int partIndex, String partPath) {
    return new Source(partName, type, bytes, partIndex, partPath, depth + 1);
  }
}
