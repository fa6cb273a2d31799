package io.hypnos.extractor;

import java.util.List;
import java.util.Map;
import org.apache.tika.config.ServiceLoader;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.detect.DefaultEncodingDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.mbox.MboxParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OldExcelParser;
import org.apache.tika.parser.microsoft.TNEFParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.microsoft.xml.SpreadsheetMLParser;
import org.apache.tika.parser.microsoft.xml.WordMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.xml.DcXMLParser;

/** The closed list of formats that are read; found parsers could start programs or use networks. */
final class Formats {
  /** Who reads a format. */
  enum Reader {
    PLAIN_TEXT,
    PARSER,
    NONE
  }

  private final EncodingDetector encodings = new DefaultEncodingDetector(new ServiceLoader());
  private final Detector detector = new DefaultDetector();
  private final AutoDetectParser parser;
  private final MediaTypeRegistry registry;
  private final Map<MediaType, Parser> parsers;

  Formats() {
    this.parser = new AutoDetectParser(detector, parsers(encodings).toArray(Parser[]::new));
    this.registry = MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    this.parser.setMediaTypeRegistry(registry);
    this.parsers = parser.getParsers(new ParseContext());
  }

  Detector detector() {
    return detector;
  }

  EncodingDetector encodings() {
    return encodings;
  }

  Parser parser() {
    return parser;
  }

  Reader readerOf(MediaType type) {
    MediaType candidate = registry.normalize(type.getBaseType());
    while (candidate != null) {
      if (candidate.equals(MediaType.TEXT_PLAIN) || PlainTextReader.isTable(candidate)) {
        return Reader.PLAIN_TEXT;
      }
      if (parsers.containsKey(candidate)) {
        return Reader.PARSER;
      }
      candidate = registry.getSupertype(candidate);
    }
    return Reader.NONE;
  }

  private static List<Parser> parsers(EncodingDetector encodings) {
    return List.of(
        new PDFParser(),
        new OfficeParser(),
        new OldExcelParser(),
        new OOXMLParser(),
        new RTFParser(),
        new WordMLParser(),
        new SpreadsheetMLParser(),
        new TNEFParser(),
        new JSoupParser(encodings),
        new TextAndCSVParser(encodings),
        new RFC822Parser(),
        new MboxParser(),
        new DcXMLParser());
  }
}
