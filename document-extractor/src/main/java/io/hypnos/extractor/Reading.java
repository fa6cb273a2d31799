package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Part;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What was found within one delivered document so far, and what may still be used for it. */
final class Reading {
  private static final int LONGEST_PATH = 1000;

  private final ExtractionLimits limits;
  private final List<Optional<Part>> parts = new ArrayList<>();
  private final Set<String> paths = new HashSet<>();
  private final Map<Integer, byte[]> media = new TreeMap<>();
  private int charactersLeft;
  private long bytesLeft;
  private long mediaLeft;

  Reading(ExtractionLimits limits) {
    this.limits = limits;
    this.charactersLeft = limits.characters();
    this.bytesLeft = limits.unpackedBytes();
    this.mediaLeft = limits.mediaBytes();
  }

  ExtractionLimits limits() {
    return limits;
  }

  /** A collector for the text of the next document. */
  BlockCollector collector() throws RefusedException {
    if (charactersLeft <= 0) {
      throw new RefusedException(
          Status.EXHAUSTED,
          Refusal.TOO_MUCH_TEXT,
          "The documents before it have filled the limit of %d characters."
              .formatted(limits.characters()));
    }
    return new BlockCollector(charactersLeft, limits.rows());
  }

  void used(BlockCollector blocks) {
    charactersLeft -= blocks.used();
  }

  /** Bytes that containers may still unpack to. */
  long bytesLeft() {
    return bytesLeft;
  }

  void unpacked(long bytes) {
    bytesLeft -= bytes;
  }

  int partCount() {
    return parts.size();
  }

  /** Keeps a place for a part, so that what is in it comes after it. */
  int begin() throws RefusedException {
    if (parts.size() >= limits.parts()) {
      throw tooManyParts();
    }
    parts.add(Optional.empty());
    return parts.size() - 1;
  }

  RefusedException tooManyParts() {
    return new RefusedException(
        Status.EXHAUSTED,
        Refusal.TOO_MANY_PARTS,
        "It contains more than %d documents.".formatted(limits.parts()));
  }

  /** A label that no other part has. */
  String path(Source container, String name) {
    String whole = container.path().isEmpty() ? name : container.path() + "/" + name;
    String path = whole.substring(Math.max(0, whole.length() - LONGEST_PATH));
    String unique = path;
    for (int i = 2; !paths.add(unique); i++) {
      unique = path + " (" + i + ")";
    }
    return unique;
  }

  void end(int index, String path, Source container, long size, ExtractedDocument document) {
    parts.set(index, Optional.of(new Part(path, container.index(), size, document)));
  }

  /** Forgets a part and all that were begun after it. */
  void forgetFrom(int index) {
    while (parts.size() > index) {
      media.remove(parts.size() - 1);
      parts.remove(parts.size() - 1);
    }
  }

  boolean hasRoomForMedia(long size) {
    return size <= mediaLeft;
  }

  void keepMedia(int part, byte[] bytes) {
    mediaLeft -= bytes.length;
    media.put(part, bytes);
  }

  List<Part> parts() {
    return parts.stream().map(Optional::orElseThrow).toList();
  }

  /** The documents whose reading has ended, from a part on. */
  List<ExtractedDocument> documentsFrom(int index) {
    return parts.subList(index, parts.size()).stream()
        .flatMap(Optional::stream)
        .map(Part::document)
        .toList();
  }

  Map<Integer, byte[]> media() {
    return media;
  }
}
