package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.SAXException;

/** Everything that a parser of Tika turns into XHTML. */
final class TikaReader implements FormatReader {
  private static final long PDF_MEMORY = 32L * 1024 * 1024;
  private static final MediaType PDF = MediaType.application("pdf");
  private static final Set<String> PAGES = Set.of("page");
  private static final Set<String> SLIDES = Set.of("slide-content");

  private final Parser parser;
  private final PartReader parts;

  TikaReader(Parser parser, PartReader parts) {
    this.parser = parser;
    this.parts = parts;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    EntityCheck.check(source.content(), type);
    int first = reading.partCount();
    BlockCollector blocks = reading.collector();
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, source.name());
    metadata.set(Metadata.CONTENT_TYPE, type.toString());
    PartExtractor extractor = new PartExtractor(parts, source, reading);
    try (InputStream stream = source.content().open()) {
      parse(
          RichTextHead.isOf(type) ? RichTextHead.marked(stream) : stream,
          type,
          metadata,
          blocks,
          extractor);
    }
    extractor.rethrow();
    if (isHtml(type)) {
      Outcome.title(metadata).ifPresent(title -> blocks.addTitle(Kind.HEADING, title));
    }
    if (blocks.isEmpty() && reading.partCount() > first) {
      return Outcome.container(
          type, Outcome.title(metadata), DocumentProperties.of(metadata), first, reading);
    }
    return Outcome.of(
        type, Outcome.title(metadata), DocumentProperties.of(metadata), blocks, reading);
  }

  /** Reads text that stands within another document. */
  void readText(InputStream stream, MediaType type, BlockCollector blocks, PartExtractor extractor)
      throws IOException, RefusedException {
    Metadata metadata = new Metadata();
    metadata.set(Metadata.CONTENT_TYPE, type.toString());
    parse(stream, type, metadata, blocks, extractor);
  }

  private void parse(
      InputStream stream,
      MediaType type,
      Metadata metadata,
      BlockCollector blocks,
      PartExtractor extractor)
      throws IOException, RefusedException {
    BlockHandler handler = new BlockHandler(blocks, pageClasses(type), !isHtml(type));
    try {
      parser.parse(stream, handler, metadata, context(extractor));
      handler.finish();
    } catch (EncryptedDocumentException e) {
      throw new RefusedException(Status.ENCRYPTED, Refusal.ENCRYPTED, "The document is encrypted.");
    } catch (SAXException | TikaException | IOException e) {
      if (!blocks.cut()) {
        throw damaged(e);
      }
    } catch (StackOverflowError e) {
      throw tooDeep();
    } catch (LinkageError e) {
      throw new RefusedException(
          Status.UNSUPPORTED,
          Refusal.UNSUPPORTED,
          "The document needs a part that is not installed.");
    }
  }

  private static RefusedException tooDeep() {
    return new RefusedException(
        Status.CORRUPT, Refusal.NESTED_TOO_DEEPLY, "The document is nested too deeply.");
  }

  private static RefusedException damaged(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("nesting")) {
        return tooDeep();
      } else if (message.contains("zip bomb")) {
        return new RefusedException(
            Status.EXHAUSTED, Refusal.ARCHIVE_BOMB, "It unpacks to far more than it is.");
      } else if (message.contains("doctype") || message.contains("entity")) {
        return new RefusedException(
            Status.CORRUPT, Refusal.ENTITIES, "XML within the document declares entities.");
      }
    }
    return new RefusedException(
        Status.CORRUPT, Refusal.DAMAGED, "The document is damaged: " + brief(failure));
  }

  private ParseContext context(PartExtractor extractor) {
    ParseContext context = new ParseContext();
    context.set(Parser.class, parser);
    context.set(HtmlMapper.class, new VisibleHtml());
    OfficeParserConfig office = new OfficeParserConfig();
    // The default extractors build the whole document in memory before the first character.
    office.setUseSAXDocxExtractor(true);
    office.setUseSAXPptxExtractor(true);
    office.setExtractMacros(false);
    context.set(OfficeParserConfig.class, office);
    PDFParserConfig pdf = new PDFParserConfig();
    pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
    pdf.setExtractInlineImages(false);
    pdf.setExtractBookmarksText(false);
    pdf.setMaxMainMemoryBytes(PDF_MEMORY);
    context.set(PDFParserConfig.class, pdf);
    context.set(EmbeddedDocumentExtractor.class, extractor);
    return context;
  }

  private static Set<String> pageClasses(MediaType type) {
    if (type.equals(PDF)) {
      return PAGES;
    }
    String subtype = type.getSubtype();
    boolean slides = subtype.contains("presentation") || subtype.contains("powerpoint");
    return slides ? SLIDES : Set.of();
  }

  private static boolean isHtml(MediaType type) {
    return type.getSubtype().contains("html");
  }

  private static String brief(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String line = String.join(" ", CleanText.paragraphs(String.valueOf(cause.getMessage()), false));
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
