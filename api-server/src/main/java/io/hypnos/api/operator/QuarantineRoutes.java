package io.hypnos.api.operator;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.PageQuery;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.intake.Quarantine;
import io.hypnos.engine.intake.QuarantinedEntry;
import io.hypnos.engine.intake.QuarantinedEntry.State;
import io.hypnos.engine.tenancy.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What intake could not process: look, send it through once more, discard. */
@RestController
final class QuarantineRoutes {
  private static final String ALL = "all";

  private final Quarantine quarantine;

  QuarantineRoutes(Engine engine) {
    this.quarantine = engine.inbound().quarantine();
  }

  /**
   * @param next to be given as {@code after} for the next page; null at the end
   */
  record EntryPage(List<EntryView> entries, UUID next) {}

  record EntryView(
      UUID id,
      String state,
      @JsonProperty("tenant_id") UUID tenantId,
      String space,
      @JsonProperty("batch_id") UUID batchId,
      Integer item,
      String source,
      String label,
      String stage,
      String reason,
      int attempts,
      String place,
      int size,
      boolean whole,
      @JsonProperty("request_id") String requestId,
      @JsonProperty("first_at") Instant firstAt,
      @JsonProperty("last_at") Instant lastAt) {
    static EntryView of(QuarantinedEntry entry) {
      return new EntryView(
          entry.id(),
          entry.state().name().toLowerCase(Locale.ROOT),
          entry.tenantId().orElse(null),
          entry.space().orElse(null),
          entry.batchId().orElse(null),
          entry.item().orElse(null),
          entry.source().orElse(null),
          entry.label().orElse(null),
          entry.stage(),
          entry.reason(),
          entry.attempts(),
          entry.place().orElse(null),
          entry.size(),
          entry.whole(),
          entry.requestId().orElse(null),
          entry.firstAt(),
          entry.lastAt());
    }
  }

  record OriginalView(UUID id, String original) {}

  @GetMapping("/admin/quarantine")
  @Requires(Right.OPERATE)
  EntryPage list(
      @RequestParam(name = "state", required = false, defaultValue = "open") String state,
      @RequestParam(name = "tenant", required = false) String tenant,
      @RequestParam(name = "batch", required = false) String batch,
      @RequestParam(name = "after", required = false) String after,
      PageQuery page) {
    List<EntryView> entries =
        quarantine
            .page(
                state(state),
                id("tenant", tenant),
                id("batch", batch),
                id("entry", after),
                page.limit())
            .stream()
            .map(EntryView::of)
            .toList();
    boolean more = entries.size() == page.limit();
    return new EntryPage(entries, more ? entries.get(entries.size() - 1).id() : null);
  }

  @GetMapping("/admin/quarantine/{id}")
  @Requires(Right.OPERATE)
  EntryView get(@PathVariable String id) {
    return EntryView.of(quarantine.require(requireId(id)));
  }

  @GetMapping("/admin/quarantine/{id}/original")
  @Requires(Right.OPERATE)
  OriginalView original(Caller caller, @PathVariable String id) {
    UUID entry = requireId(id);
    return new OriginalView(entry, quarantine.original(caller, entry));
  }

  @PostMapping("/admin/quarantine/{id}/redrive")
  @Requires(Right.OPERATE)
  EntryView redrive(Caller caller, @PathVariable String id) {
    return EntryView.of(quarantine.redrive(caller, requireId(id)));
  }

  @PostMapping("/admin/quarantine/{id}/discard")
  @Requires(Right.OPERATE)
  EntryView discard(Caller caller, @PathVariable String id) {
    return EntryView.of(quarantine.discard(caller, requireId(id)));
  }

  private static UUID requireId(String id) {
    return TenantLookup.requireId("entry", id);
  }

  private static Optional<UUID> id(String what, String text) {
    return Optional.ofNullable(text).map(id -> TenantLookup.requireId(what, id));
  }

  private static Optional<State> state(String text) {
    if (text.equals(ALL)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(State.values())
            .filter(state -> state.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new FailedRequestException(
                        Failure.invalid(
                            List.of(
                                new Violation(
                                    List.of("query", "state"),
                                    "Input should be open, redriven, discarded or all",
                                    "literal_error"))))));
  }
}
