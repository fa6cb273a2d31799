package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.extractor.ParsingEmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.xml.sax.SAXException;

/** Bytes to blocks of text; whatever is wrong with a document becomes its status. */
final class DocumentParser {
  private static final long PDF_MEMORY = 32L * 1024 * 1024;
  private static final MediaType PDF = MediaType.application("pdf");

  private final Formats formats = new Formats();
  private final PlainTextReader plainText = new PlainTextReader(formats.encodings());

  ExtractedDocument parse(Request request, Content content) throws IOException {
    if (content.isEmpty()) {
      return failed(Status.EMPTY, request.contentType(), "The document has no bytes.");
    }
    Metadata metadata = hints(request);
    try (TikaInputStream stream = content.open()) {
      MediaType type = formats.detector().detect(stream, metadata);
      BlockCollector blocks = new BlockCollector(request.maxCharacters());
      return switch (formats.readerOf(type)) {
        case PLAIN_TEXT -> {
          plainText.read(stream, metadata, type, blocks);
          yield outcome(type, metadata, blocks);
        }
        case PARSER -> parse(stream, type, metadata, blocks);
        case NONE ->
            failed(
                Status.UNSUPPORTED, type.toString(), "There is no reader for " + type + " files.");
      };
    }
  }

  private ExtractedDocument parse(
      TikaInputStream stream, MediaType type, Metadata metadata, BlockCollector blocks)
      throws IOException {
    BlockHandler handler = new BlockHandler(blocks, type.equals(PDF), !isHtml(type));
    try {
      formats.parser().parse(stream, handler, metadata, context());
      handler.finish();
    } catch (EncryptedDocumentException e) {
      return failed(Status.ENCRYPTED, type.toString(), "The document is encrypted.");
    } catch (SAXException | TikaException | IOException e) {
      if (!blocks.cut()) {
        return failed(Status.CORRUPT, type.toString(), "The document is damaged: " + brief(e));
      }
    } catch (StackOverflowError e) {
      return failed(Status.CORRUPT, type.toString(), "The document is nested too deeply.");
    } catch (LinkageError e) {
      return failed(
          Status.UNSUPPORTED, type.toString(), "The document needs a part that is not installed.");
    }
    if (isHtml(type)) {
      titleOf(metadata).ifPresent(title -> blocks.addTitle(Kind.HEADING, title));
    }
    return outcome(type, metadata, blocks);
  }

  private ParseContext context() {
    ParseContext context = new ParseContext();
    context.set(Parser.class, formats.parser());
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
    ParsingEmbeddedDocumentExtractor embedded = new ParsingEmbeddedDocumentExtractor(context);
    embedded.setWriteFileNameToContent(false);
    context.set(EmbeddedDocumentExtractor.class, embedded);
    return context;
  }

  private static Metadata hints(Request request) {
    Metadata metadata = new Metadata();
    if (!request.filename().isBlank()) {
      metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, request.filename());
    }
    if (!request.contentType().isBlank()
        && !request.contentType().startsWith("application/octet-stream")) {
      metadata.set(Metadata.CONTENT_TYPE, request.contentType());
    }
    return metadata;
  }

  private static boolean isHtml(MediaType type) {
    return type.getSubtype().contains("html");
  }

  private static Optional<String> titleOf(Metadata metadata) {
    return Optional.ofNullable(metadata.get(TikaCoreProperties.TITLE))
        .map(title -> String.join(" ", CleanText.paragraphs(title, false)))
        .filter(title -> !title.isEmpty());
  }

  private static ExtractedDocument outcome(
      MediaType type, Metadata metadata, BlockCollector blocks) {
    if (blocks.isEmpty()) {
      return failed(Status.EMPTY, type.toString(), "The document holds no text.");
    }
    Status status = blocks.cut() ? Status.CUT : Status.OK;
    return new ExtractedDocument(
        status, titleOf(metadata), type.toString(), blocks.blocks(), Optional.empty());
  }

  private static ExtractedDocument failed(Status status, String contentType, String reason) {
    return new ExtractedDocument(
        status, Optional.empty(), contentType, List.of(), Optional.of(reason));
  }

  private static String brief(Exception failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String text = String.valueOf(cause.getMessage());
    String line = String.join(" ", CleanText.paragraphs(text, false));
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
