package io.hypnos.benchmarks.folder;

/** A text of OpenDocument. */
final class OpenTextFile {
  private static final String TYPE = Format.ODT.contentType();
  private static final String CONTENT =
      """
      <office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
      xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">\
      <office:body><office:text>%s</office:text></office:body></office:document-content>\
      """;
  private static final String MANIFEST =
      """
      <manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">\
      <manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>\
      <manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
      </manifest:manifest>\
      """
          .formatted(TYPE);

  private OpenTextFile() {}

  static byte[] of(Document document) {
    StringBuilder body = new StringBuilder(heading(1, document.title()));
    for (Page page : document.pages()) {
      body.append(heading(2, page.heading()));
      for (String paragraph : page.paragraphTexts()) {
        body.append("<text:p>").append(paragraph).append("</text:p>");
      }
    }
    return new ZipFile()
        .add("mimetype", TYPE)
        .addXml("META-INF/manifest.xml", MANIFEST)
        .addXml("content.xml", CONTENT.formatted(body))
        .bytes();
  }

  private static String heading(int level, String text) {
    return "<text:h text:outline-level=\"%d\">%s</text:h>".formatted(level, text);
  }
}
