package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A row being read. Rows that only lay out a page give their contents one by one. */
final class TableRow {
  /** Text of one block within a cell. */
  record Piece(Kind kind, int level, String text) {}

  private final List<List<Piece>> cells = new ArrayList<>();
  private boolean layout;

  void beginCell() {
    cells.add(new ArrayList<>());
  }

  void holdsTable() {
    layout = true;
  }

  void add(Kind kind, int level, String text) {
    if (cells.isEmpty()) {
      beginCell();
    }
    cells.get(cells.size() - 1).add(new Piece(kind, level, text));
  }

  List<Piece> pieces() {
    List<List<Piece>> filled = cells.stream().filter(cell -> !cell.isEmpty()).toList();
    if (layout || filled.size() < 2) {
      return filled.stream().flatMap(List::stream).toList();
    }
    int first = cells.indexOf(filled.get(0));
    int last = cells.lastIndexOf(filled.get(filled.size() - 1));
    String joined =
        cells.subList(first, last + 1).stream()
            .map(TableRow::text)
            .collect(Collectors.joining(" | "));
    return List.of(new Piece(Kind.TABLE_ROW, 0, joined));
  }

  private static String text(List<Piece> cell) {
    return cell.stream()
        .map(piece -> piece.text().replace('\n', ' '))
        .collect(Collectors.joining(" "));
  }
}
