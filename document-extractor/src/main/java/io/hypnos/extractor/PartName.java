package io.hypnos.extractor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a part is called within its container: a label to show, never a path to open.
 *
 * @param text empty when it has no name
 */
record PartName(String text) {
  private static final int LONGEST = 255;

  /** The last part of a name. */
  static PartName of(String name) {
    String line = line(name);
    return new PartName(line.substring(line.lastIndexOf('/') + 1));
  }

  /** A name with its folders, as far as they lead down from where the container begins. */
  static PartName inFolders(String name) {
    String line = line(name).replaceFirst("^[A-Za-z]:", "");
    return new PartName(
        Arrays.stream(line.split("/"))
            .map(String::strip)
            .filter(folder -> !folder.isEmpty() && !folder.equals(".") && !folder.equals(".."))
            .collect(Collectors.joining("/")));
  }

  /**
   * How it is called among others.
   *
   * @param index of the part, which it is named by when it has no name
   */
  String label(int index) {
    String label = text.isBlank() ? "part-" + (index + 1) : text;
    return label.substring(Math.max(0, label.length() - LONGEST));
  }

  private static String line(String name) {
    return String.join(" ", CleanText.paragraphs(name.replace('\\', '/'), false));
  }
}
