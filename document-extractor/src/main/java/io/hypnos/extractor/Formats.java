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
import org.apache.tika.parser.audio.AudioParser;
import org.apache.tika.parser.csv.TextAndCSVParser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.image.HeifParser;
import org.apache.tika.parser.image.ImageParser;
import org.apache.tika.parser.image.JpegParser;
import org.apache.tika.parser.image.TiffParser;
import org.apache.tika.parser.image.WebPParser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.OldExcelParser;
import org.apache.tika.parser.microsoft.TNEFParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.microsoft.xml.SpreadsheetMLParser;
import org.apache.tika.parser.microsoft.xml.WordMLParser;
import org.apache.tika.parser.mp3.Mp3Parser;
import org.apache.tika.parser.mp4.MP4Parser;
import org.apache.tika.parser.odf.FlatOpenDocumentParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.xml.DcXMLParser;

/** The closed list of formats that are read; found parsers could start programs or use networks. */
final class Formats {
  /** Who reads a format. */
  enum Kind {
    PLAIN_TEXT,
    MAIL,
    MAILBOX,
    ARCHIVE,
    MEDIA,
    PARSER,
    NONE
  }

  private static final MediaType MAIL = MediaType.parse("message/rfc822");

  private final EncodingDetector encodings = new DefaultEncodingDetector(new ServiceLoader());
  private final Detector detector = new DefaultDetector();
  private final AutoDetectParser parser;
  private final Parser mediaParser;
  private final MediaTypeRegistry registry;
  private final Map<MediaType, Parser> parsers;

  Formats() {
    this.parser = new AutoDetectParser(detector, parsers(encodings).toArray(Parser[]::new));
    this.mediaParser = new AutoDetectParser(detector, mediaParsers().toArray(Parser[]::new));
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

  /** Reads the data about pictures and recordings. */
  Parser mediaParser() {
    return mediaParser;
  }

  Kind kindOf(MediaType type) {
    MediaType candidate = registry.normalize(type.getBaseType());
    if (candidate.equals(MAIL)) {
      return Kind.MAIL;
    }
    if (candidate.equals(MailboxReader.TYPE)) {
      return Kind.MAILBOX;
    }
    // Only the archive itself: other formats that are made as one have readers or a meaning.
    if (candidate.equals(MediaType.APPLICATION_ZIP)) {
      return Kind.ARCHIVE;
    }
    while (candidate != null) {
      if (candidate.equals(MediaType.TEXT_PLAIN) || PlainTextReader.isTable(candidate)) {
        return Kind.PLAIN_TEXT;
      }
      if (parsers.containsKey(candidate)) {
        return Kind.PARSER;
      }
      candidate = registry.getSupertype(candidate);
    }
    return MediaReader.isMedia(type) ? Kind.MEDIA : Kind.NONE;
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
        new OpenDocumentParser(),
        new FlatOpenDocumentParser(),
        new EpubParser(),
        new DcXMLParser());
  }

  /** Read the data about pictures and recordings. */
  private static List<Parser> mediaParsers() {
    return List.of(
        new JpegParser(),
        new TiffParser(),
        new ImageParser(),
        new WebPParser(),
        new HeifParser(),
        new Mp3Parser(),
        new MP4Parser(),
        new AudioParser());
  }
}
