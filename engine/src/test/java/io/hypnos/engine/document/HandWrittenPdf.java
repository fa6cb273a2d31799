package io.hypnos.engine.document;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/** PDF files, written object by object. */
final class HandWrittenPdf {
  private static final int DEPTH = 12;

  private final List<String> objects = new ArrayList<>();

  private HandWrittenPdf() {}

  /** One line of text on each page. */
  static byte[] of(String... pages) {
    HandWrittenPdf pdf = new HandWrittenPdf();
    StringBuilder kids = new StringBuilder();
    pdf.objects.add("<</Type/Catalog/Pages 2 0 R>>");
    pdf.objects.add("");
    pdf.objects.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    for (String text : pages) {
      int content = pdf.add(stream("", "BT /F1 12 Tf 72 700 Td (%s) Tj ET".formatted(text)));
      int page =
          pdf.add(
              "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
                  + "/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>".formatted(content));
      kids.append(page).append(" 0 R ");
    }
    pdf.objects.set(1, "<</Type/Pages/Kids[%s]/Count %d>>".formatted(kids, pages.length));
    return pdf.bytes("");
  }

  /** Forms that draw forms that draw forms: valid, tiny and never finished. */
  static byte[] endless() {
    HandWrittenPdf pdf = new HandWrittenPdf();
    pdf.objects.add("<</Type/Catalog/Pages 2 0 R>>");
    pdf.objects.add("<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.objects.add(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
            + "/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>");
    pdf.objects.add(stream("", "/X Do"));
    for (int i = 0; i < DEPTH; i++) {
      String inner = i + 1 < DEPTH ? "/Resources<</XObject<</X %d 0 R>>>>".formatted(6 + i) : "";
      pdf.add(
          stream(
              "/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + inner,
              i + 1 < DEPTH ? "/X Do ".repeat(10) : "q Q"));
    }
    return pdf.bytes("");
  }

  /** Says that it is encrypted, with a password that is not empty. */
  static byte[] encrypted() {
    HandWrittenPdf pdf = new HandWrittenPdf();
    pdf.objects.add("<</Type/Catalog/Pages 2 0 R>>");
    pdf.objects.add("<</Type/Pages/Kids[]/Count 0>>");
    String key = "<%s>".formatted("28BF".repeat(16));
    pdf.objects.add("<</Filter/Standard/V 1/R 2/P -4/O%s/U%s>>".formatted(key, key));
    return pdf.bytes("/Encrypt 3 0 R/ID[<00><00>]");
  }

  private int add(String object) {
    objects.add(object);
    return objects.size();
  }

  private static String stream(String entries, String content) {
    return "<<%s/Length %d>>stream\n%s\nendstream".formatted(entries, content.length(), content);
  }

  private byte[] bytes(String trailer) {
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    StringBuilder offsets = new StringBuilder();
    for (int i = 0; i < objects.size(); i++) {
      offsets.append("%010d 00000 n \n".formatted(file.length()));
      file.append("%d 0 obj\n%s\nendobj\n".formatted(i + 1, objects.get(i)));
    }
    int table = file.length();
    file.append("xref\n0 %d\n0000000000 65535 f \n%s".formatted(objects.size() + 1, offsets));
    file.append("trailer<</Size %d/Root 1 0 R%s>>\n".formatted(objects.size() + 1, trailer));
    file.append("startxref\n%d\n%%%%EOF\n".formatted(table));
    return file.toString().getBytes(US_ASCII);
  }
}
