package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of separated values to blocks; broken quotes are taken as they stand. */
final class CsvRows {
  private static final String SEPARATORS = ",;\t|";

  private final BlockCollector blocks;

  CsvRows(BlockCollector blocks) {
    this.blocks = blocks;
  }

  void read(String text) {
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator(text))
            .setIgnoreEmptyLines(true)
            .setLenientEof(true)
            .setTrailingData(true)
            .get();
    try (CSVParser records = CSVParser.parse(new StringReader(text), format)) {
      for (CSVRecord row : records) {
        if (blocks.cut()) {
          return;
        }
        blocks.add(Kind.TABLE_ROW, 0, joined(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  private static String joined(CSVRecord row) {
    boolean filled = row.stream().anyMatch(cell -> !cell.isBlank());
    return filled
        ? row.stream()
            .map(cell -> String.join(" ", CleanText.paragraphs(cell, false)))
            .collect(Collectors.joining(" | "))
        : "";
  }

  /** The separator that the first line holds most of. */
  private static char separator(String text) {
    int[] counts = new int[SEPARATORS.length()];
    int best = 0;
    for (int i = 0; i < text.length() && text.charAt(i) != '\n'; i++) {
      int separator = SEPARATORS.indexOf(text.charAt(i));
      if (separator >= 0 && ++counts[separator] > counts[best]) {
        best = separator;
      }
    }
    return SEPARATORS.charAt(best);
  }
}
