package io.hypnos.engine.document;

import io.hypnos.engine.embedding.WordPieceTokenizer;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.settings.IngestSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cuts a document into chunks that the embedding model reads whole. A chunk never crosses a heading
 * or the border of a quotation and holds whole sentences, rows and lines; only one that is too long
 * on its own is split. A block of code that fits into one chunk is never cut, and a table that does
 * not fit begins every chunk with its first row. The same document always gives the same chunks.
 * Linear in the text.
 */
public final class Chunker {
  private final ChunkLimits limits;
  private final WordPieceTokenizer tokenizer;
  private final UnitSplitter splitter;

  public Chunker(IngestSettings settings, WordPieceTokenizer tokenizer) {
    this.limits = new ChunkLimits(settings.chunkTokens(), settings.chunkOverlap());
    this.tokenizer = tokenizer;
    this.splitter = new UnitSplitter(tokenizer, limits);
  }

  public List<Chunk> chunk(ExtractedDocument document) {
    ChunkPacker packer = new ChunkPacker(limits, document.title().orElse(""));
    Kind before = Kind.HEADING;
    for (Block block : document.blocks()) {
      List<Unit> units = units(block);
      if (block.kind() == Kind.HEADING) {
        packer.heading(block.level(), block.text(), units);
      } else {
        add(packer, block.kind(), before, units);
      }
      before = block.kind();
    }
    return withLanguages(packer.finish());
  }

  private static void add(ChunkPacker packer, Kind kind, Kind before, List<Unit> units) {
    packer.quoted(kind == Kind.QUOTE);
    if (kind == Kind.TABLE_ROW) {
      packer.row(units, before != Kind.TABLE_ROW);
      return;
    }
    packer.endTable();
    if (kind == Kind.CODE) {
      packer.together(units);
    } else {
      units.forEach(packer::add);
    }
  }

  /** A chunk that does not show its language has that of most of the others. */
  private static List<Chunk> withLanguages(List<Chunk> chunks) {
    String usual = usualLanguage(chunks);
    return chunks.stream()
        .map(chunk -> chunk.language().isEmpty() ? chunk.withLanguage(usual) : chunk)
        .toList();
  }

  /** The language of most chunks; empty when none shows its own. */
  public static String usualLanguage(List<Chunk> chunks) {
    Map<String, Integer> counts = new TreeMap<>();
    chunks.stream()
        .map(Chunk::language)
        .filter(language -> !language.isEmpty())
        .forEach(language -> counts.merge(language, 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("");
  }

  private List<Unit> units(Block block) {
    List<Unit> units = new ArrayList<>();
    for (Sentence sentence : sentences(block)) {
      String separator = units.isEmpty() ? "\n" : sentence.separator();
      int tokens = tokenizer.countTokens(sentence.text());
      Unit unit = new Unit(separator, sentence.text(), tokens, block.page());
      if (limits.fit(unit)) {
        units.add(unit);
      } else {
        units.addAll(splitter.split(unit));
      }
    }
    return units;
  }

  private static List<Sentence> sentences(Block block) {
    return switch (block.kind()) {
      case CODE -> block.text().lines().map(line -> new Sentence("\n", line)).toList();
      case HEADING, TABLE_ROW -> List.of(new Sentence("\n", block.text()));
      case PARAGRAPH, LIST_ITEM, QUOTE -> Sentences.of(block.text());
    };
  }
}
