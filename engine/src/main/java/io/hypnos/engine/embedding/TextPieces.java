package io.hypnos.engine.embedding;

import io.hypnos.settings.EmbeddingSettings.PieceSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text into pieces, so that what stands in its middle can be found. A piece ends with a
 * sentence where one ends near, else with a word, and repeats a little of the piece before it.
 * Every word is in a piece unless the text is so long that not all pieces are taken. Linear.
 */
final class TextPieces {
  private final int words;
  private final int overlap;
  private final int most;

  TextPieces(PieceSettings settings) {
    this.words = settings.words();
    this.overlap = settings.overlap();
    this.most = settings.most();
  }

  /** The pieces of a text in their order; the text itself when it is short. */
  List<String> of(String text) {
    TextWords found = TextWords.of(text);
    if (found.size() <= longest()) {
      return List.of(text);
    }
    List<String> pieces = new ArrayList<>();
    int start = 0;
    while (found.size() - start > longest()) {
      int end = end(found, start);
      pieces.add(text.substring(found.begin(start), found.end(end - 1)));
      start = next(found, end);
    }
    pieces.add(text.substring(found.begin(start), found.end(found.size() - 1)));
    return spread(pieces);
  }

  /** A rest that is hardly longer than a piece stays whole. */
  private int longest() {
    return words + words / 3;
  }

  /** The last end of a sentence in the last third of a piece, else the full length. */
  private int end(TextWords found, int start) {
    for (int end = start + words; end > start + words - words / 3; end--) {
      if (found.endsSentence(end - 1)) {
        return end;
      }
    }
    return start + words;
  }

  /** The first beginning of a sentence within the overlap, else the whole overlap. */
  private int next(TextWords found, int end) {
    for (int start = end - overlap; start < end; start++) {
      if (found.endsSentence(start - 1)) {
        return start;
      }
    }
    return found.endsSentence(end - 1) ? end : end - overlap;
  }

  private List<String> spread(List<String> pieces) {
    if (pieces.size() <= most) {
      return List.copyOf(pieces);
    }
    List<String> taken = new ArrayList<>(most);
    for (int i = 0; i < most; i++) {
      int index = most == 1 ? 0 : (int) ((long) i * (pieces.size() - 1) / (most - 1));
      taken.add(pieces.get(index));
    }
    return List.copyOf(taken);
  }
}
