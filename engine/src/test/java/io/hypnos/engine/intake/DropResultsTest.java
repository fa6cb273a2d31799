package io.hypnos.engine.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a drop answers when files of it fail. */
final class DropResultsTest {
  private final DropResults results = new DropResults();

  @ParameterizedTest
  @EnumSource(names = {"VALIDATION", "CONFLICT", "QUOTA_EXCEEDED", "TOO_LARGE", "NOT_FOUND"})
  void aFileThatCannotBeStoredIsNamedWithTheReason(ErrorCode code) {
    stored("a");
    failing("b", new HypnosException(code, "because"));
    stored("c");

    assertThat(reasons()).containsExactly("a: ok", "b: because", "c: ok");
    assertThat(results.outage()).isEmpty();
  }

  @Test
  void aFaultOfOursIsNotTold() {
    failing("a", new HypnosException(ErrorCode.INTERNAL, "jdbc:postgresql://inside"));

    assertThat(reasons()).containsExactly("a: Internal error");
  }

  @Test
  void anOutageBeforeAnythingIsStoredFailsTheDrop() {
    results.refused(file("a"), "the file is empty");
    HypnosException outage = HypnosException.unavailable("The reader", null);

    assertThatThrownBy(() -> failing("b", outage)).isSameAs(outage);
  }

  @Test
  void anOutageAfterSomethingWasStoredIsTheReasonOfTheRest() {
    stored("a");
    failing("b", HypnosException.unavailable("The reader", null));

    assertThat(reasons()).containsExactly("a: ok", "b: The reader is not available");
    assertThat(results.outage()).contains("The reader is not available");
  }

  @Test
  void aPlanWithRoomForNoneOfTheFilesFailsTheDrop() {
    HypnosException full = new HypnosException(ErrorCode.QUOTA_EXCEEDED, "the plan is full");
    failing("a", full);
    failing("b", new HypnosException(ErrorCode.QUOTA_EXCEEDED, "the plan is full"));

    assertThatThrownBy(results::all).isSameAs(full);
  }

  private void stored(String name) {
    results.of(
        file(name),
        () -> new DroppedFile(name, List.of(UUID.randomUUID()), "text", Optional.empty()));
  }

  private void failing(String name, HypnosException failure) {
    results.of(
        file(name),
        () -> {
          throw failure;
        });
  }

  private List<String> reasons() {
    return results.all().stream()
        .map(result -> result.filename() + ": " + result.error().orElse("ok"))
        .toList();
  }

  private static UploadedFile file(String name) {
    return new UploadedFile(name, "text/plain", 1, new byte[1]);
  }
}
