package io.hypnos.engine.intake;

import io.hypnos.engine.document.Chunk;
import io.hypnos.schemas.extract.DocumentProperty;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the memory of a whole document says: its name and kind, who it is from, its sections, how it
 * begins. Short, so that the embedding model reads it whole.
 */
final class DocumentSummary {
  private static final int LONGEST_LIST = 300;
  private static final int LONGEST_BEGINNING = 300;

  private DocumentSummary() {}

  static String of(
      String file, long size, ExtractedDocument document, List<Chunk> chunks, List<Part> parts) {
    List<String> lines = new ArrayList<>();
    lines.add("File %s (%s)".formatted(file, facts(size, document)));
    title(document, file).ifPresent(lines::add);
    mail(document).ifPresent(lines::add);
    String sections =
        document.blocks().stream()
            .filter(block -> block.kind() == Kind.HEADING)
            .map(Block::text)
            .distinct()
            .skip(title(document, file).isPresent() ? 1 : 0)
            .limit(50)
            .collect(Collectors.joining("; "));
    if (!sections.isEmpty()) {
      lines.add("Sections: " + beginning(sections, LONGEST_LIST));
    }
    if (!parts.isEmpty()) {
      String names = parts.stream().limit(50).map(Part::path).collect(Collectors.joining(", "));
      lines.add("Contains: " + beginning(names, LONGEST_LIST));
    }
    opening(document, chunks).ifPresent(lines::add);
    return String.join("\n", lines);
  }

  private static String facts(long size, ExtractedDocument document) {
    List<String> facts = new ArrayList<>();
    facts.add(document.contentType());
    Map<String, String> properties = document.properties();
    Optional.ofNullable(properties.get(DocumentProperty.PAGES))
        .ifPresent(pages -> facts.add(pages + " pages"));
    if (properties.containsKey(DocumentProperty.WIDTH)
        && properties.containsKey(DocumentProperty.HEIGHT)) {
      facts.add(
          "%s x %s pixels"
              .formatted(
                  properties.get(DocumentProperty.WIDTH), properties.get(DocumentProperty.HEIGHT)));
    }
    Optional.ofNullable(properties.get(DocumentProperty.AUTHOR))
        .or(() -> Optional.ofNullable(properties.get(DocumentProperty.ARTIST)))
        .ifPresent(author -> facts.add("by " + author));
    facts.add(String.format(Locale.ROOT, "%d bytes", size));
    return String.join(", ", facts);
  }

  private static Optional<String> title(ExtractedDocument document, String file) {
    return document
        .title()
        .or(
            () ->
                document.blocks().stream()
                    .findFirst()
                    .filter(block -> block.kind() == Kind.HEADING)
                    .map(Block::text))
        .filter(title -> !title.equals(file))
        .map(title -> beginning(title, LONGEST_BEGINNING));
  }

  private static Optional<String> mail(ExtractedDocument document) {
    return Optional.ofNullable(document.properties().get(DocumentProperty.SENDER))
        .map(
            sender ->
                "Mail from %s to %s"
                    .formatted(
                        sender,
                        document.properties().getOrDefault(DocumentProperty.RECIPIENTS, "us")));
  }

  private static Optional<String> opening(ExtractedDocument document, List<Chunk> chunks) {
    if (chunks.size() < 2) {
      // The one chunk says it, and twice the same only crowds a search.
      return Optional.empty();
    }
    return document.blocks().stream()
        .filter(block -> block.kind() != Kind.HEADING && block.kind() != Kind.QUOTE)
        .map(block -> beginning(block.text().replace('\n', ' '), LONGEST_BEGINNING))
        .findFirst();
  }

  /** Whole words as far as they go. */
  private static String beginning(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = text.lastIndexOf(' ', longest);
    int cut = end > longest / 2 ? end : longest;
    return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…";
  }
}
