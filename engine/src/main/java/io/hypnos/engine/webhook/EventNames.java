package io.hypnos.engine.webhook;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.regex.Pattern;

/** What names of events look like. Which of them there are is for each dialect to say. */
final class EventNames {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,31}(\\.[a-z][a-z_]{0,31})+");
  private static final int MOST = 32;

  private EventNames() {}

  static void require(List<String> events) {
    if (events.isEmpty()) {
      throw new HypnosException(ErrorCode.VALIDATION, "events must not be empty");
    }
    if (events.size() > MOST || !events.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw new HypnosException(ErrorCode.VALIDATION, "events must be at most 32 names of events");
    }
  }
}
