package io.hypnos.engine.document;

import io.hypnos.engine.document.ReaderFailure.Cause;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.extract.ExtractedDocument;
import io.hypnos.schemas.extract.ExtractedDocument.Status;
import io.hypnos.schemas.extract.ExtractionLimits;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import io.hypnos.schemas.extract.Refusal;
import io.hypnos.settings.ExtractionSettings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads documents in a child process, one at a time. A document that takes too long or too much
 * memory costs the child its life and nothing else: the next document gets a new one.
 */
public final class ReaderProcess implements DocumentReader, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderProcess.class);
  private static final int DOCUMENTS_PER_CHILD = 500;
  private static final int LONGEST_HINT = 255;

  private final ExtractionSettings settings;
  private final MediaDescriber describer;
  private final ExtractionLimits limits;
  private final ReentrantLock lock = new ReentrantLock(true);
  private Optional<ReaderChild> child = Optional.empty();
  private int documents;
  private boolean closed;

  /**
   * @param describer makes text of pictures and recordings
   * @param mediaBytes most bytes of them within one document that are handed to it
   */
  public ReaderProcess(ExtractionSettings settings, MediaDescriber describer, long mediaBytes) {
    this.settings = settings;
    this.describer = describer;
    this.limits =
        new ExtractionLimits(
            settings.maxCharacters(),
            settings.maxRows(),
            settings.maxParts(),
            settings.maxDepth(),
            settings.maxUnpacked().bytes(),
            settings.maxRatio(),
            mediaBytes);
  }

  /** A reader without a model for pictures and recordings. */
  public ReaderProcess(ExtractionSettings settings) {
    this(settings, MediaDescriber.NONE, 0);
  }

  /** Reads a document, whatever its state; models are asked after the reader is free again. */
  @Override
  public ExtractedDocument read(String filename, String contentType, DocumentBytes bytes) {
    String name = filename.substring(Math.max(0, filename.length() - LONGEST_HINT));
    String type = contentType.length() > LONGEST_HINT ? "" : contentType;
    Request request = new Request(name, type, limits);
    Response response;
    lock.lock();
    try {
      response = read(request, bytes);
    } finally {
      lock.unlock();
    }
    return MediaTexts.of(describer, name, bytes, response);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      retire();
    } finally {
      lock.unlock();
    }
  }

  private Response read(Request request, DocumentBytes bytes) {
    try {
      return ask(request, bytes);
    } catch (ReaderFailure e) {
      if (e.reason() != Cause.ENDED) {
        return exhausted(request, e);
      }
      LOG.warn("document reader ended ({}), the document is read once more", e.getMessage());
    }
    // The child may have been ended from outside; the document is to blame only when it does again.
    try {
      return ask(request, bytes);
    } catch (ReaderFailure e) {
      return exhausted(request, e);
    }
  }

  private Response ask(Request request, DocumentBytes bytes) throws ReaderFailure {
    ReaderChild asked = alive();
    documents++;
    try {
      return asked.ask(request, bytes);
    } catch (ReaderFailure | HypnosException e) {
      asked.kill();
      child = Optional.empty();
      throw e;
    }
  }

  private ReaderChild alive() {
    if (closed) {
      throw new IllegalStateException("the document reader is closed");
    }
    if (documents >= DOCUMENTS_PER_CHILD || child.filter(ReaderChild::isAlive).isEmpty()) {
      retire();
      child = Optional.of(ReaderChild.start(settings));
      documents = 0;
    }
    return child.orElseThrow();
  }

  private void retire() {
    child.ifPresent(ReaderChild::close);
    child = Optional.empty();
  }

  private Response exhausted(Request request, ReaderFailure failure) {
    Refusal refusal =
        switch (failure.reason()) {
          case TIME -> Refusal.TOO_SLOW;
          case MEMORY -> Refusal.TOO_MUCH_MEMORY;
          case ENDED -> Refusal.READER_ENDED;
        };
    String reason =
        switch (failure.reason()) {
          case TIME ->
              "Reading took longer than %d seconds.".formatted(settings.timeout().toSeconds());
          case MEMORY -> "Reading needed more memory than %s.".formatted(settings.heap());
          case ENDED -> "The reader ended on this document: %s.".formatted(failure.getMessage());
        };
    LOG.info("document given up: {}", reason);
    return new Response(
        ExtractedDocument.refused(Status.EXHAUSTED, refusal, request.contentType(), reason),
        Map.of());
  }
}
