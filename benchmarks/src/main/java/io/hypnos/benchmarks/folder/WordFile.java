package io.hypnos.benchmarks.folder;

/** A document of Word with headings and page breaks. */
final class WordFile {
  private static final String NAMESPACE =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
  private static final String STYLES =
      """
      <w:styles %s>\
      <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
      <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>\
      <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/></w:style>\
      </w:styles>\
      """
          .formatted(NAMESPACE);
  private static final String PAGE_BREAK = "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>";

  private WordFile() {}

  static byte[] of(Document document) {
    StringBuilder body = new StringBuilder(styled("Heading1", document.title()));
    for (int i = 0; i < document.pages().size(); i++) {
      Page page = document.pages().get(i);
      body.append(i == 0 ? "" : PAGE_BREAK).append(styled("Heading2", page.heading()));
      for (String paragraph : page.paragraphTexts()) {
        body.append("<w:p>").append(run(paragraph)).append("</w:p>");
      }
    }
    return new OfficePackage()
        .relations("_rels/.rels", "officeDocument", "word/document.xml")
        .part(
            "word/document.xml",
            "wordprocessingml.document.main",
            "<w:document %s><w:body>%s</w:body></w:document>".formatted(NAMESPACE, body))
        .relations("word/_rels/document.xml.rels", "styles", "styles.xml")
        .part("word/styles.xml", "wordprocessingml.styles", STYLES)
        .bytes();
  }

  private static String styled(String style, String text) {
    return "<w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>%s</w:p>".formatted(style, run(text));
  }

  private static String run(String text) {
    return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>";
  }
}
