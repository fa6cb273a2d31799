package io.hypnos.engine.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Fills chunks with units, in order. */
final class ChunkPacker {
  private static final int LONGEST_HEADING = 200;

  private final ChunkLimits limits;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Deque<Unit> open = new ArrayDeque<>();
  private int tokens;
  private int characters;
  private boolean fresh;
  private boolean onlyHeadings;
  private String heading;

  /**
   * @param title stands for a heading until there is one
   */
  ChunkPacker(ChunkLimits limits, String title) {
    this.limits = limits;
    this.heading = shortened(title);
  }

  /** Begins a section; headings that follow each other share a chunk. */
  void heading(String text, List<Unit> units) {
    if (!onlyHeadings) {
      close();
      clear();
    }
    heading = shortened(text);
    units.forEach(this::add);
    onlyHeadings = true;
  }

  void add(Unit unit) {
    if (fresh && !fits(unit)) {
      close();
      keepOverlap();
    }
    while (!open.isEmpty() && !fits(unit)) {
      drop();
    }
    open.add(unit);
    tokens += unit.tokens();
    characters += unit.length();
    fresh = true;
    onlyHeadings = false;
  }

  List<Chunk> finish() {
    close();
    clear();
    return List.copyOf(chunks);
  }

  private boolean fits(Unit unit) {
    return limits.fit(tokens + unit.tokens(), characters + unit.length());
  }

  private void close() {
    if (!fresh) {
      return;
    }
    StringBuilder text = new StringBuilder(characters);
    int firstPage = 0;
    int lastPage = 0;
    for (Unit unit : open) {
      if (!text.isEmpty()) {
        text.append(unit.separator());
      }
      text.append(unit.text());
      firstPage = firstPage == 0 ? unit.page() : firstPage;
      lastPage = Math.max(lastPage, unit.page());
    }
    fresh = false;
    String joined = text.toString();
    if (!joined.isBlank()) {
      chunks.add(new Chunk(chunks.size(), joined, firstPage, lastPage, heading));
    }
  }

  /** Leaves the last sentences that are short enough to be repeated. */
  private void keepOverlap() {
    while (tokens > limits.overlap()) {
      drop();
    }
    // Text without tokens would be repeated for ever.
    if (tokens == 0) {
      clear();
    }
  }

  private void drop() {
    Unit dropped = open.remove();
    tokens -= dropped.tokens();
    characters -= dropped.length();
  }

  private void clear() {
    open.clear();
    tokens = 0;
    characters = 0;
    onlyHeadings = false;
  }

  private static String shortened(String text) {
    int end = Math.min(text.length(), LONGEST_HEADING);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
