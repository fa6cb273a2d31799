package io.hypnos.api.mnemoverse;

import io.hypnos.api.mnemoverse.BatchResult.Item;
import io.hypnos.api.security.QueryQuota;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.api.web.LargeBody;
import io.hypnos.api.web.RepeatedRequests;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.memory.WriteOutcome;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Writing atoms, one or many. */
@RestController
final class WriteRoutes {
  private final Writes writes;
  private final QueryQuota quota;
  private final RepeatedRequests repeated;

  WriteRoutes(Writes writes, QueryQuota quota, RepeatedRequests repeated) {
    this.writes = writes;
    this.quota = quota;
    this.repeated = repeated;
  }

  @PostMapping("/api/v1/memory/write")
  @Requires(Right.WRITE)
  ResponseEntity<?> write(
      HttpServletRequest http, Caller caller, Principal principal, JsonFields body) {
    WriteRequest request = WriteRequest.from(body, Author.believes(principal));
    return repeated.once(
        http,
        caller,
        () -> {
          quota.take(principal, 1);
          return WriteResponse.of(writes.write(caller, request));
        });
  }

  @PostMapping({"/api/v1/memory/write-batch", "/api/v1/memory/write_batch"})
  @Requires(Right.WRITE)
  ResponseEntity<?> writeBatch(
      HttpServletRequest http, Caller caller, Principal principal, @LargeBody JsonFields body) {
    WriteBatch batch = WriteBatch.from(body, Author.believes(principal));
    return repeated.once(
        http,
        caller,
        () -> {
          quota.take(principal, batch.items().size());
          return write(caller, batch);
        });
  }

  private BatchResult write(Caller caller, WriteBatch batch) {
    List<WriteRequest> sound =
        batch.items().stream()
            .filter(WriteBatch.Item::isSound)
            .map(WriteBatch.Item::request)
            .toList();
    List<WriteOutcome> written = writes.writeAll(caller, sound);
    requireRoom(written);
    Iterator<WriteOutcome> outcomes = written.iterator();
    List<Item> results = new ArrayList<>();
    for (WriteBatch.Item item : batch.items()) {
      int index = results.size();
      results.add(
          item.isSound() ? Item.of(index, outcomes.next()) : Item.failed(index, item.error()));
    }
    return BatchResult.of(results);
  }

  /** A full store refuses the whole call, as it does a single write; a part that fits is kept. */
  private static void requireRoom(List<WriteOutcome> written) {
    if (written.stream().anyMatch(WriteOutcome::stored)) {
      return;
    }
    written.stream()
        .flatMap(outcome -> outcome.failure().stream())
        .filter(failure -> failure.code() == ErrorCode.QUOTA_EXCEEDED)
        .findFirst()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }
}
