package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument.Block.Kind;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/** Files of code, whose lines mean something by where they begin: blocks between blank lines. */
final class CodeLines {
  private static final Set<String> ENDINGS =
      Set.of(
          "bash", "bat", "c", "cc", "clj", "cmake", "cpp", "cs", "css", "cxx", "dart", "ex", "exs",
          "erl", "fs", "go", "gradle", "groovy", "h", "hcl", "hpp", "hs", "java", "jl", "js",
          "json", "jsonc", "jsx", "kt", "kts", "less", "lua", "mjs", "ml", "nix", "php", "pl", "pm",
          "proto", "ps1", "py", "pyi", "r", "rb", "rs", "sass", "scala", "scss", "sh", "sql",
          "svelte", "swift", "tf", "toml", "ts", "tsx", "vb", "vue", "yaml", "yml", "zig", "zsh");

  private final BlockCollector blocks;

  CodeLines(BlockCollector blocks) {
    this.blocks = blocks;
  }

  /** By its name: most types of code are unknown as such, or named differently by everybody. */
  static boolean areIn(String filename) {
    String ending = filename.substring(filename.lastIndexOf('.') + 1);
    return ENDINGS.contains(ending.toLowerCase(Locale.ROOT)) && ending.length() < filename.length();
  }

  void read(String text) {
    StringBuilder open = new StringBuilder();
    Iterator<String> lines = text.lines().iterator();
    while (lines.hasNext() && !blocks.cut()) {
      String line = lines.next();
      if (line.isBlank()) {
        close(open);
      } else {
        open.append(line).append('\n');
      }
    }
    close(open);
  }

  private void close(StringBuilder open) {
    blocks.add(Kind.CODE, 0, CleanText.preformatted(open));
    open.setLength(0);
  }
}
