package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.PageQuery;
import io.hypnos.api.web.Violation;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchHistory;
import io.hypnos.engine.job.BatchProgress;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.job.BatchSummary;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.schemas.message.IngestStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was taken in, newest first, and how far it is. An addition of ours. */
@RestController
final class HistoryRoutes {
  private final BatchHistory history;
  private final BatchStore batches;

  HistoryRoutes(Engine engine) {
    this.history = engine.inbound().history();
    this.batches = engine.batches();
  }

  record BatchPage(List<BatchView> batches, String next) {}

  record BatchView(
      @JsonProperty("batch_id") UUID batchId,
      String collection,
      String source,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("finished_at") Instant finishedAt,
      int total,
      int queued,
      int extracting,
      int embedding,
      int done,
      int failed,
      int quarantined,
      int pending,
      boolean complete,
      long memories) {
    static BatchView of(BatchSummary batch) {
      return new BatchView(
          batch.batchId(),
          batch.space(),
          batch.source(),
          batch.createdAt(),
          batch.finishedAt().orElse(null),
          batch.total(),
          batch.queued(),
          batch.extracting(),
          batch.embedding(),
          batch.stored(),
          batch.failed(),
          batch.quarantined(),
          batch.pending(),
          batch.complete(),
          batch.memories());
    }
  }

  record ItemPage(List<ItemView> items, Integer next) {}

  record ItemView(
      int item,
      String filename,
      String state,
      int memories,
      String reason,
      @JsonProperty("updated_at") Instant updatedAt) {
    static ItemView of(BatchProgress.Item item) {
      return new ItemView(
          item.number(),
          item.filename(),
          item.state().name().toLowerCase(Locale.ROOT),
          item.memories(),
          item.reason().orElse(null),
          item.updatedAt());
    }
  }

  /**
   * @param searchable all that was accepted before can be found, or was refused with a reason
   */
  record WatermarkView(Instant searchable, long pending) {}

  @GetMapping("/v1/memory/ingest/batches")
  @Requires(Right.READ)
  BatchPage batches(
      Caller caller,
      @RequestParam(name = "collection", required = false) String collection,
      @RequestParam(name = "after", required = false) String after,
      PageQuery page) {
    List<BatchView> found =
        history
            .page(
                caller,
                Optional.ofNullable(collection),
                Optional.ofNullable(after).map(text -> requireId("after", text)),
                page.limit())
            .stream()
            .map(BatchView::of)
            .toList();
    boolean more = found.size() == page.limit();
    return new BatchPage(found, more ? found.get(found.size() - 1).batchId().toString() : null);
  }

  @GetMapping("/v1/memory/ingest/batch/{batchId}/items")
  @Requires(Right.READ)
  ItemPage items(
      Caller caller,
      @PathVariable String batchId,
      @RequestParam(name = "state", required = false) String state,
      PageQuery page) {
    UUID batch =
        Ids.parse(batchId)
            .filter(id -> batches.isThere(caller, id))
            .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Batch not found"));
    List<ItemView> found =
        history
            .items(
                caller.tenantId(),
                batch,
                Optional.ofNullable(state).map(HistoryRoutes::requireState),
                page.offset() - 1,
                page.limit())
            .stream()
            .map(ItemView::of)
            .toList();
    boolean more = found.size() == page.limit();
    return new ItemPage(found, more ? found.get(found.size() - 1).item() + 1 : null);
  }

  @GetMapping("/v1/memory/ingest/watermark")
  @Requires(Right.READ)
  WatermarkView watermark(Caller caller) {
    BatchHistory.Watermark mark = history.watermark(caller.tenantId());
    return new WatermarkView(mark.searchable(), mark.waiting());
  }

  private static UUID requireId(String name, String text) {
    return Ids.parse(text)
        .orElseThrow(() -> invalid(name, "Input should be a valid UUID", "uuid_parsing"));
  }

  private static IngestStatus.State requireState(String text) {
    return Arrays.stream(IngestStatus.State.values())
        .filter(state -> state.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> invalid("state", "There is no such state", "literal_error"));
  }

  private static FailedRequestException invalid(String name, String message, String type) {
    return new FailedRequestException(
        Failure.invalid(List.of(new Violation(List.of("query", name), message, type))));
  }
}
