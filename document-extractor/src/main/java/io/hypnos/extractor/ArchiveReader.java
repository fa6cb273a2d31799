package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.tika.mime.MediaType;

/**
 * Zip archives: each file in one becomes a document of its own. The names in it are labels; nothing
 * is unpacked to a path.
 */
final class ArchiveReader implements FormatReader {
  private static final List<String> CLUTTER = List.of("__MACOSX/", ".DS_Store", "Thumbs.db");

  private final PartReader parts;

  ArchiveReader(PartReader parts) {
    this.parts = parts;
  }

  @Override
  public ExtractedDocument read(Source source, MediaType type, Reading reading)
      throws IOException, RefusedException {
    int first = reading.partCount();
    try (ZipFile archive =
        ZipFile.builder().setSeekableByteChannel(source.content().channel()).get()) {
      List<ZipArchiveEntry> files =
          Collections.list(archive.getEntries()).stream().filter(ArchiveReader::isFile).toList();
      if (files.size() > reading.limits().parts() - reading.partCount()) {
        throw reading.tooManyParts();
      }
      Inflation inflation = new Inflation(source.content().size(), reading.limits().ratio());
      for (ZipArchiveEntry file : files) {
        PartName name = PartName.inFolders(file.getName());
        parts.read(name, "", () -> open(archive, file, inflation), source, reading);
        if (inflation.isBomb()) {
          throw new RefusedException(
              Status.EXHAUSTED,
              Refusal.ARCHIVE_BOMB,
              "It unpacks to more than %d times its size.".formatted(reading.limits().ratio()));
        }
      }
    }
    return Outcome.container(type, Optional.empty(), Map.of(), first, reading);
  }

  private static InputStream open(ZipFile archive, ZipArchiveEntry file, Inflation inflation)
      throws IOException, RefusedException {
    if (file.getGeneralPurposeBit().usesEncryption()) {
      throw new RefusedException(
          Status.ENCRYPTED, Refusal.ENCRYPTED, "The file is encrypted within its archive.");
    }
    if (!archive.canReadEntryData(file)) {
      throw new RefusedException(
          Status.UNSUPPORTED, Refusal.UNSUPPORTED, "The file is packed in an unknown way.");
    }
    return inflation.watch(archive.getInputStream(file));
  }

  private static boolean isFile(ZipArchiveEntry entry) {
    return !entry.isDirectory() && CLUTTER.stream().noneMatch(entry.getName()::contains);
  }
}
