package io.hypnos.engine.intake;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the files of one drop, one after the other. */
final class DropResults {
  private static final Logger LOG = LoggerFactory.getLogger(DropResults.class);

  private final List<DroppedFile> results = new ArrayList<>();
  private final List<HypnosException> full = new ArrayList<>();
  private boolean anyStored;
  private Optional<String> outage = Optional.empty();

  /** Why no further file is to be tried: each would only wait for the same. */
  Optional<String> outage() {
    return outage;
  }

  void refused(UploadedFile file, String reason) {
    results.add(DroppedFile.refused(file.filename(), reason));
  }

  /**
   * @param attempt stores the file
   */
  void of(UploadedFile file, Supplier<DroppedFile> attempt) {
    try {
      DroppedFile result = attempt.get();
      results.add(result);
      anyStored |= result.error().isEmpty();
    } catch (HypnosException e) {
      if (isOutage(e)) {
        if (!anyStored) {
          throw e;
        }
        outage = Optional.of(e.getMessage());
      } else if (e.code() == ErrorCode.QUOTA_EXCEEDED) {
        full.add(e);
      }
      refused(file, told(e));
    }
  }

  /** All in their order; fails when the plan had no room for any of them. */
  List<DroppedFile> all() {
    if (!full.isEmpty() && full.size() == results.size()) {
      throw full.get(0);
    }
    return List.copyOf(results);
  }

  /** A fault of ours may be about the one file. */
  private static boolean isOutage(HypnosException failure) {
    return failure.code().retryable() && failure.code() != ErrorCode.INTERNAL;
  }

  /** Nobody above sees the failure of one file, so a fault of ours is logged here. */
  private static String told(HypnosException failure) {
    if (failure.code() != ErrorCode.INTERNAL) {
      return failure.getMessage();
    }
    LOG.error("a file of a drop could not be stored", failure);
    return "Internal error";
  }
}
