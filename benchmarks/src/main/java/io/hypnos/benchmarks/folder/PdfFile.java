package io.hypnos.benchmarks.folder;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;

/** A PDF with compressed pages, written object by object. */
final class PdfFile {
  private static final int LINE = 90;

  private final List<byte[]> objects = new ArrayList<>();

  private PdfFile() {}

  static byte[] of(Document document) {
    PdfFile file = new PdfFile();
    StringBuilder kids = new StringBuilder();
    file.add("<</Type/Catalog/Pages 2 0 R>>");
    file.add("");
    file.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    for (Page page : document.pages()) {
      int content = file.add(stream(content(page)));
      int number =
          file.add(
              "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
                  + "/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>".formatted(content));
      kids.append(number).append(" 0 R ");
    }
    file.objects.set(
        1, bytes("<</Type/Pages/Kids[%s]/Count %d>>".formatted(kids, document.pages().size())));
    int info = file.add("<</Title(%s)/Producer(figures)>>".formatted(document.title()));
    return file.written(info);
  }

  private static String content(Page page) {
    StringBuilder content = new StringBuilder("BT 60 730 Td /F1 16 Tf (");
    content.append(page.heading()).append(") Tj /F1 11 Tf 14 TL 0 -28 Td\n");
    for (String paragraph : page.paragraphTexts()) {
      Lines.of(paragraph, LINE)
          .forEach(line -> content.append('(').append(line).append(") Tj T*\n"));
      content.append("T*\n");
    }
    return content.append("ET").toString();
  }

  private static byte[] stream(String content) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(bytes(content));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(bytes("<</Filter/FlateDecode/Length %d>>stream\n".formatted(packed.size())));
    object.writeBytes(packed.toByteArray());
    object.writeBytes(bytes("\nendstream"));
    return object.toByteArray();
  }

  private int add(String object) {
    return add(bytes(object));
  }

  private int add(byte[] object) {
    objects.add(object);
    return objects.size();
  }

  private byte[] written(int info) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(bytes("%PDF-1.4\n"));
    StringBuilder offsets = new StringBuilder();
    for (int i = 0; i < objects.size(); i++) {
      offsets.append("%010d 00000 n \n".formatted(file.size()));
      file.writeBytes(bytes("%d 0 obj\n".formatted(i + 1)));
      file.writeBytes(objects.get(i));
      file.writeBytes(bytes("\nendobj\n"));
    }
    int table = file.size();
    file.writeBytes(
        bytes(
            "xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info %d 0 R>>\n"
                .formatted(objects.size() + 1, offsets, objects.size() + 1, info)));
    file.writeBytes(bytes("startxref\n%d\n%%%%EOF\n".formatted(table)));
    return file.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
