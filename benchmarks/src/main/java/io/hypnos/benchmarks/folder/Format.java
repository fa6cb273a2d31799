package io.hypnos.benchmarks.folder;

/** The formats of the folder. */
enum Format {
  PDF("pdf", "application/pdf"),
  DOCX("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
  TEXT("txt", "text/plain"),
  XLSX("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
  MARKDOWN("md", "text/markdown"),
  PPTX("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
  HTML("html", "text/html"),
  ODT("odt", "application/vnd.oasis.opendocument.text"),
  CSV("csv", "text/csv"),
  MAIL("eml", "message/rfc822");

  private final String extension;
  private final String contentType;

  Format(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  String extension() {
    return extension;
  }

  String contentType() {
    return contentType;
  }

  byte[] write(Document document) {
    return switch (this) {
      case PDF -> PdfFile.of(document);
      case DOCX -> WordFile.of(document);
      case TEXT -> TextFiles.plain(document);
      case XLSX -> SheetFile.of(document);
      case MARKDOWN -> TextFiles.markdown(document);
      case PPTX -> SlidesFile.of(document);
      case HTML -> TextFiles.html(document);
      case ODT -> OpenTextFile.of(document);
      case CSV -> TextFiles.csv(document);
      case MAIL -> TextFiles.mail(document);
    };
  }
}
