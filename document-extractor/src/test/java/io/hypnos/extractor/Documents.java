package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.poi.hslf.usermodel.HSLFSlideShow;
import org.apache.poi.hslf.usermodel.HSLFTextBox;
import org.apache.poi.hssf.usermodel.HSSFRow;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xssf.streaming.SXSSFRow;
import org.apache.poi.xssf.streaming.SXSSFSheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFStyle;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.openxmlformats.schemas.wordprocessingml.x2006.main.CTStyle;

/** Real documents, made for tests. */
final class Documents {
  private Documents() {}

  static byte[] pdf(String... pages) throws IOException {
    try (PDDocument document = pages(pages)) {
      return saved(document);
    }
  }

  static byte[] encryptedPdf(String page) throws IOException {
    try (PDDocument document = pages(page)) {
      document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
      return saved(document);
    }
  }

  static byte[] docx() throws IOException {
    try (XWPFDocument document = new XWPFDocument();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      document.createStyles();
      CTStyle style = CTStyle.Factory.newInstance();
      style.setStyleId("Heading1");
      style.addNewName().setVal("heading 1");
      document.getStyles().addStyle(new XWPFStyle(style));
      XWPFParagraph heading = document.createParagraph();
      heading.setStyle("Heading1");
      heading.createRun().setText("People");
      document.createParagraph().createRun().setText("Anna moved to Lisbon.");
      XWPFTable table = document.createTable(2, 2);
      table.getRow(0).getCell(0).setText("Name");
      table.getRow(0).getCell(1).setText("City");
      table.getRow(1).getCell(0).setText("Anna");
      table.getRow(1).getCell(1).setText("Lisbon");
      document.write(output);
      return output.toByteArray();
    }
  }

  static byte[] xlsx() throws IOException {
    try (XSSFWorkbook workbook = new XSSFWorkbook();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      XSSFSheet sheet = workbook.createSheet("Budget");
      String[][] cells = {{"Item", "Cost"}, {"Server", "40"}};
      for (int i = 0; i < cells.length; i++) {
        XSSFRow row = sheet.createRow(i);
        for (int j = 0; j < cells[i].length; j++) {
          row.createCell(j).setCellValue(cells[i][j]);
        }
      }
      workbook.write(output);
      return output.toByteArray();
    }
  }

  static byte[] xls() throws IOException {
    try (HSSFWorkbook workbook = new HSSFWorkbook();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      for (String name : new String[] {"Budget", "Plan"}) {
        HSSFRow row = workbook.createSheet(name).createRow(0);
        row.createCell(0).setCellValue(name + " item");
        row.createCell(1).setCellValue(40);
      }
      workbook.write(output);
      return output.toByteArray();
    }
  }

  static byte[] encryptedXlsx() throws IOException, GeneralSecurityException {
    try (POIFSFileSystem container = new POIFSFileSystem();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (OutputStream inside = encryptor.getDataStream(container)) {
        inside.write(xlsx());
      }
      container.writeFilesystem(output);
      return output.toByteArray();
    }
  }

  static byte[] longXlsx(int rows) throws IOException {
    try (SXSSFWorkbook workbook = new SXSSFWorkbook(10);
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      SXSSFSheet sheet = workbook.createSheet("Long");
      for (int i = 0; i < rows; i++) {
        SXSSFRow row = sheet.createRow(i);
        row.createCell(0).setCellValue(i);
        row.createCell(1).setCellValue(2 * i);
      }
      workbook.write(output);
      return output.toByteArray();
    }
  }

  static byte[] pptx() throws IOException {
    try (XMLSlideShow show = new XMLSlideShow();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      for (String text : new String[] {"Lisbon plan", "Move in May"}) {
        show.createSlide().createTextBox().setText(text);
      }
      show.write(output);
      return output.toByteArray();
    }
  }

  static byte[] ppt() throws IOException {
    try (HSLFSlideShow show = new HSLFSlideShow();
        ByteArrayOutputStream output = new ByteArrayOutputStream()) {
      for (String text : new String[] {"Lisbon plan", "Move in May"}) {
        HSLFTextBox box = show.createSlide().createTextBox();
        box.setText(text);
      }
      show.write(output);
      return output.toByteArray();
    }
  }

  static byte[] odf(String kind, String body) throws IOException {
    String type = "application/vnd.oasis.opendocument." + kind;
    return zip(
        "mimetype",
        type,
        "content.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <office:document-content
          xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
          xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
          xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
          xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">
        <office:body>%s</office:body></office:document-content>
        """
            .formatted(body));
  }

  static byte[] epub() throws IOException {
    return zip(
        "mimetype",
        "application/epub+zip",
        "META-INF/container.xml",
        """
        <?xml version="1.0"?>
        <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>
        </rootfiles></container>
        """,
        "book.opf",
        """
        <?xml version="1.0"?>
        <package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Gulls</dc:title>
        <dc:creator>Anna Silva</dc:creator></metadata>
        <manifest><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>
        <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="a"/><itemref idref="b"/></spine></package>
        """,
        "b.xhtml",
        xhtml("Second", "The gulls came back."),
        "a.xhtml",
        xhtml("First", "The gulls left."));
  }

  private static String xhtml(String heading, String text) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
    <body><h1>%s</h1><p>%s</p></body></html>
    """
        .formatted(heading, text);
  }

  /** Names and contents (text or bytes) in turn. */
  static byte[] zip(Object... namesAndContents) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(output)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        Object content = namesAndContents[i + 1];
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write(content instanceof byte[] bytes ? bytes : ((String) content).getBytes(UTF_8));
        zip.closeEntry();
      }
    }
    return output.toByteArray();
  }

  /** Sets the flag that says so on every entry; what is in them does not matter then. */
  static byte[] encryptedZip() throws IOException {
    byte[] zip = zip("secret.txt", "hidden");
    for (int i = 0; i + 8 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 3) {
        zip[i + 6] |= 1;
      } else if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1) {
        zip[i + 8] |= 1;
      }
    }
    return zip;
  }

  static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", output);
    return output.toByteArray();
  }

  /** Two seconds of silence. */
  static byte[] wav() throws IOException {
    AudioFormat format = new AudioFormat(8000, 8, 1, false, false);
    byte[] silence = new byte[16_000];
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(silence), format, silence.length),
        AudioFileFormat.Type.WAVE,
        output);
    return output.toByteArray();
  }

  private static PDDocument pages(String... pages) throws IOException {
    PDDocument document = new PDDocument();
    for (String text : pages) {
      PDPage page = new PDPage();
      document.addPage(page);
      if (!text.isEmpty()) {
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
          content.beginText();
          content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
          content.newLineAtOffset(72, 700);
          content.showText(text);
          content.endText();
        }
      }
    }
    return document;
  }

  private static byte[] saved(PDDocument document) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    document.save(output);
    return output.toByteArray();
  }
}
