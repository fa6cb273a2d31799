package io.hypnos.benchmarks.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The formats that are text themselves. */
final class TextFiles {
  private static final int MAIL_LINE = 72;

  private TextFiles() {}

  static byte[] plain(Document document) {
    StringBuilder text = new StringBuilder(document.title()).append("\n\n");
    for (Page page : document.pages()) {
      text.append(page.heading()).append("\n\n");
      page.paragraphTexts().forEach(paragraph -> text.append(paragraph).append("\n\n"));
    }
    return bytes(text);
  }

  static byte[] markdown(Document document) {
    StringBuilder text = new StringBuilder("# ").append(document.title()).append("\n\n");
    for (Page page : document.pages()) {
      text.append("## ").append(page.heading()).append("\n\n");
      List<List<String>> paragraphs = page.paragraphs();
      for (int i = 0; i < paragraphs.size(); i++) {
        // Every third one is a list, as people write them.
        if (i % 3 == 2) {
          paragraphs.get(i).forEach(item -> text.append("- ").append(item).append('\n'));
          text.append('\n');
        } else {
          text.append(String.join(" ", paragraphs.get(i))).append("\n\n");
        }
      }
    }
    return bytes(text);
  }

  static byte[] html(Document document) {
    StringBuilder text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>");
    text.append("<meta charset=\"utf-8\"><title>").append(document.title()).append("</title>");
    text.append("<style>body { margin: 2em }</style></head>\n<body>\n");
    text.append("<h1>").append(document.title()).append("</h1>\n");
    for (Page page : document.pages()) {
      text.append("<section><h2>").append(page.heading()).append("</h2>\n");
      page.paragraphTexts()
          .forEach(paragraph -> text.append("<p>").append(paragraph).append("</p>\n"));
      text.append("</section>\n");
    }
    return bytes(text.append("</body></html>\n"));
  }

  static byte[] csv(Document document) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : document.rows()) {
      text.append('"').append(String.join("\",\"", row)).append("\"\r\n");
    }
    return bytes(text);
  }

  static byte[] mail(Document document) {
    StringBuilder text = new StringBuilder();
    text.append("From: Mira <mira@example.org>\r\nTo: Hugo <hugo@example.org>\r\n");
    text.append("Subject: ").append(document.title()).append("\r\n");
    text.append("Date: Mon, 2 Mar 2026 08:15:00 +0000\r\nMIME-Version: 1.0\r\n");
    text.append("Content-Type: text/plain; charset=utf-8\r\n\r\n");
    for (Page page : document.pages()) {
      text.append(page.heading()).append("\r\n\r\n");
      for (String paragraph : page.paragraphTexts()) {
        Lines.of(paragraph, MAIL_LINE).forEach(line -> text.append(line).append("\r\n"));
        text.append("\r\n");
      }
    }
    return bytes(text);
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(UTF_8);
  }
}
