package io.hypnos.extractor;

import io.hypnos.schemas.extract.DocumentProperty;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tika.metadata.Metadata;

/** The few things that documents say of themselves and somebody may look for. */
final class DocumentProperties {
  private static final int LONGEST = 300;

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("dc:creator", DocumentProperty.AUTHOR),
          Map.entry("dcterms:created", DocumentProperty.CREATED),
          Map.entry("exif:DateTimeOriginal", DocumentProperty.CREATED),
          Map.entry("xmpTPg:NPages", DocumentProperty.PAGES),
          Map.entry("meta:page-count", DocumentProperty.PAGES),
          Map.entry("meta:slide-count", DocumentProperty.PAGES),
          Map.entry("tiff:ImageWidth", DocumentProperty.WIDTH),
          Map.entry("tiff:ImageLength", DocumentProperty.HEIGHT),
          Map.entry("xmpDM:duration", DocumentProperty.SECONDS),
          Map.entry("xmpDM:artist", DocumentProperty.ARTIST));

  private DocumentProperties() {}

  static Map<String, String> of(Metadata metadata) {
    Map<String, String> properties = new TreeMap<>();
    NAMES.forEach(
        (theirs, ours) -> {
          String value = metadata.get(theirs);
          if (value != null) {
            put(properties, ours, value);
          }
        });
    return properties;
  }

  static void put(Map<String, String> properties, String name, String value) {
    String line = String.join(" ", CleanText.paragraphs(value, false));
    if (!line.isEmpty()) {
      int end = Math.min(line.length(), LONGEST);
      properties.put(
          name, line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end));
    }
  }
}
