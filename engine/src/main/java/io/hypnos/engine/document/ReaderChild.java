package io.hypnos.engine.document;

import io.hypnos.engine.document.ReaderFailure.Cause;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.schemas.extract.ExtractorProtocol;
import io.hypnos.schemas.extract.ExtractorProtocol.ContentUnavailableException;
import io.hypnos.schemas.extract.ExtractorProtocol.Request;
import io.hypnos.schemas.extract.ExtractorProtocol.Response;
import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.settings.ExtractionSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One child process and the conversation with it. Not thread-safe. */
final class ReaderChild implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderChild.class);
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(5);
  private static final int EXIT_OUT_OF_MEMORY = 3;

  /** JSON writes a character in six bytes at most; the rest is for the blocks around them. */
  private static final long BYTES_PER_CHARACTER = 8;

  private static final long FRAME_OVERHEAD = 64L * 1024 * 1024;

  private final Process process;
  private final ScratchFolder scratch;
  private final OutputTail errors;
  private final InputStream answers;
  private final OutputStream questions;
  private final Duration timeout;
  private final int longestAnswer;

  private ReaderChild(Process process, ScratchFolder scratch, ExtractionSettings settings) {
    this.process = process;
    this.scratch = scratch;
    this.errors = OutputTail.of(process.getErrorStream());
    this.answers = new BufferedInputStream(process.getInputStream(), 64 * 1024);
    this.questions = process.getOutputStream();
    this.timeout = settings.timeout();
    this.longestAnswer =
        (int)
            Math.min(
                Integer.MAX_VALUE, BYTES_PER_CHARACTER * settings.maxCharacters() + FRAME_OVERHEAD);
  }

  /** Starts a child and waits until it can read; its start does not count as a document's time. */
  static ReaderChild start(ExtractionSettings settings) {
    ScratchFolder scratch = ScratchFolder.create();
    ReaderChild child;
    try {
      Process process = ReaderCommand.of(settings, scratch.path()).start();
      child = new ReaderChild(process, scratch, settings);
    } catch (IOException e) {
      scratch.delete();
      throw new IllegalStateException("the document reader cannot be started", e);
    } catch (IllegalStateException e) {
      scratch.delete();
      throw e;
    }
    child.awaitReady();
    return child;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  Response ask(Request request, DocumentBytes content) throws ReaderFailure {
    // Fetching counts as well: storage that drips must not hold the reader for ever.
    try (Deadline deadline = Deadline.of(process, timeout);
        InputStream bytes = opened(content)) {
      try {
        ExtractorProtocol.writeRequest(questions, request, content.size(), bytes);
        return ExtractorProtocol.readResponse(
            answers, longestAnswer, request.limits().mediaBytes());
      } catch (ContentUnavailableException e) {
        // The child waits for the rest of a document that will not come.
        process.destroyForcibly();
        throw unavailable(e);
      } catch (IOException | MalformedMessageException e) {
        throw failure(deadline, e);
      }
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static InputStream opened(DocumentBytes content) throws IOException {
    return new BufferedInputStream(content.open(), 64 * 1024);
  }

  private static HypnosException unavailable(IOException cause) {
    return HypnosException.unavailable("The uploaded file", cause);
  }

  /** Lets the child end by itself. */
  @Override
  public void close() {
    try {
      questions.close();
      process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      LOG.debug("document reader had ended before", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  void kill() {
    process.destroyForcibly();
    awaitEnd();
    scratch.delete();
  }

  private void awaitReady() {
    Deadline deadline = Deadline.of(process, START);
    try {
      ExtractorProtocol.awaitReady(answers);
    } catch (IOException | MalformedMessageException e) {
      kill();
      throw new IllegalStateException("the document reader does not start: " + errors.text(), e);
    } finally {
      deadline.close();
    }
  }

  private ReaderFailure failure(Deadline deadline, Exception cause) {
    boolean late = deadline.passed();
    process.destroyForcibly();
    int exit = awaitEnd();
    if (late) {
      return new ReaderFailure(Cause.TIME, "no answer within " + timeout, cause);
    }
    if (exit == EXIT_OUT_OF_MEMORY) {
      return new ReaderFailure(Cause.MEMORY, "out of memory", cause);
    }
    LOG.warn("document reader ended with exit code {}: {}", exit, errors.text());
    return new ReaderFailure(Cause.ENDED, "exit code " + exit, cause);
  }

  private int awaitEnd() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException e) {
          // A killed process ends; the interruption is for the caller.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
