package io.hypnos.api.web;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tomcat.util.http.fileupload.ParameterParser;

/**
 * The name that a sender gave a file of a form. The container takes every backslash for the escape
 * of the character after it, which makes a harmless looking name of a Windows path; senders escape
 * only quotes and backslashes.
 */
final class SubmittedName {
  private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

  private SubmittedName() {}

  /** Empty when the part names no file; a name that is not filled in is an empty one. */
  static Optional<String> in(String disposition) {
    ParameterParser parser = new ParameterParser();
    parser.setLowerCaseNames(true);
    Map<String, String> parameters = parser.parse(disposition, ';');
    return parameters.containsKey("filename")
        ? Optional.of(unescaped(parameters.get("filename")))
        : Optional.empty();
  }

  private static String unescaped(String name) {
    return name == null ? "" : ESCAPED.matcher(name).replaceAll("$1").strip();
  }
}
