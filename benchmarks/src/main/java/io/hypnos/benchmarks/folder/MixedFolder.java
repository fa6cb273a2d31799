package io.hypnos.benchmarks.folder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Files of all usual formats in turn, the same at every run. */
public final class MixedFolder {
  private MixedFolder() {}

  public static List<MixedFile> of(int count, long seed) {
    Random random = new Random(seed);
    List<Format> formats = List.of(Format.values());
    List<MixedFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Format format = formats.get(i % formats.size());
      Document document = Document.of(random);
      files.add(
          new MixedFile(
              "document-%d-%d.%s".formatted(seed, i, format.extension()),
              format.contentType(),
              document.pages().size(),
              format.write(document)));
    }
    return files;
  }
}
