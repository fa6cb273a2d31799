package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.Ids;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.job.BatchStore;
import io.hypnos.engine.tenancy.Caller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Progress of what was taken in. */
@RestController
final class BatchRoutes {
  private final BatchStore batches;

  BatchRoutes(Engine engine) {
    this.batches = engine.batches();
  }

  @GetMapping("/v1/memory/ingest/batch/{batchId}")
  @Requires(Right.READ)
  BatchResponse progress(Caller caller, @PathVariable String batchId) {
    return Ids.parse(batchId)
        .flatMap(id -> batches.progress(caller, id))
        .map(BatchResponse::of)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "Batch not found"));
  }
}
