package io.hypnos.engine.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Fills chunks with units, in order. */
final class ChunkPacker {
  /** Share of a chunk that the repeated first row of a table may take. */
  private static final int HEADER_SHARE = 4;

  private final ChunkLimits limits;
  private final List<Chunk> chunks = new ArrayList<>();
  private final Deque<Unit> open = new ArrayDeque<>();
  private int tokens;
  private int characters;
  private boolean fresh;
  private boolean onlyHeadings;
  private boolean quoted;
  private final HeadingPath path;
  private Optional<Unit> tableHeader = Optional.empty();
  private boolean afterTable;

  /**
   * @param title stands for a heading until there is one
   */
  ChunkPacker(ChunkLimits limits, String title) {
    this.limits = limits;
    this.path = new HeadingPath(title);
  }

  /** Begins a section; headings that follow each other share a chunk. */
  void heading(int level, String text, List<Unit> units) {
    endTable();
    if (!onlyHeadings) {
      close();
      clear();
    }
    quoted = false;
    path.enter(level, text);
    units.forEach(this::add);
    onlyHeadings = true;
  }

  /** What follows was said by somebody else before, or no longer; the two never share a chunk. */
  void quoted(boolean now) {
    if (quoted != now) {
      if (!onlyHeadings) {
        close();
        clear();
      }
      quoted = now;
    }
  }

  /** Adds units that belong together: they share a chunk if one can hold them. */
  void together(List<Unit> units) {
    int all = units.stream().mapToInt(Unit::tokens).sum();
    int length = units.stream().mapToInt(Unit::length).sum();
    boolean splits = !limits.fit(tokens + all, characters + length);
    if (fresh && splits && !onlyHeadings && limits.fit(all, length)) {
      close();
      clear();
    }
    units.forEach(this::add);
  }

  /** Adds a row; the first one of a table is repeated wherever the table is cut. */
  void row(List<Unit> units, boolean first) {
    if (first) {
      endTable();
    }
    units.forEach(this::add);
    if (first && units.size() == 1 && units.get(0).tokens() * HEADER_SHARE <= limits.tokens()) {
      tableHeader = Optional.of(units.get(0));
    }
  }

  void endTable() {
    afterTable |= tableHeader.isPresent();
    tableHeader = Optional.empty();
  }

  void add(Unit unit) {
    if (fresh && !fits(unit)) {
      close();
      if (tableHeader.isPresent()) {
        clear();
        tableHeader.ifPresent(this::repeat);
      } else if (afterTable) {
        // Rows without their first row would say little.
        clear();
      } else {
        keepOverlap();
      }
    }
    while (!open.isEmpty() && !fits(unit)) {
      drop();
    }
    repeat(unit);
    fresh = true;
    onlyHeadings = false;
    afterTable = false;
  }

  private void repeat(Unit unit) {
    open.add(unit);
    tokens += unit.tokens();
    characters += unit.length();
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
      chunks.add(
          new Chunk(
              chunks.size(),
              joined,
              firstPage,
              lastPage,
              path.names(),
              quoted,
              Languages.of(joined)));
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
}
