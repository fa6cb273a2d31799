package io.hypnos.engine.document;

import io.hypnos.engine.embedding.WordPieceTokenizer;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Block;
import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import io.hypnos.settings.IngestSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into chunks that the embedding model reads whole. A chunk never crosses a heading
 * and holds whole sentences; only a sentence that is too long on its own is split. The same
 * document always gives the same chunks. Linear in the text.
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
    for (Block block : document.blocks()) {
      List<Unit> units = units(block);
      if (block.kind() == Kind.HEADING) {
        packer.heading(block.text(), units);
      } else {
        units.forEach(packer::add);
      }
    }
    return packer.finish();
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
      case PARAGRAPH, LIST_ITEM -> Sentences.of(block.text());
    };
  }
}
