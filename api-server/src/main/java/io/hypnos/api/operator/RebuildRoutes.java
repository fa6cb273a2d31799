package io.hypnos.api.operator;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.projection.IndexRebuild;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Making the search index again from the record, while everything goes on. */
@RestController
final class RebuildRoutes {
  private final IndexRebuild rebuilds;

  RebuildRoutes(Engine engine) {
    this.rebuilds = engine.rebuild();
  }

  @PostMapping("/admin/search/rebuild")
  @ResponseStatus(HttpStatus.ACCEPTED)
  @Requires(Right.OPERATE)
  RebuildView request() {
    return RebuildView.of(rebuilds.request(UUID.randomUUID()));
  }

  @GetMapping("/admin/search/rebuild")
  @Requires(Right.OPERATE)
  RebuildView latest() {
    return rebuilds
        .latest()
        .map(RebuildView::of)
        .orElseThrow(
            () -> new HypnosException(ErrorCode.NOT_FOUND, "no rebuild was ever asked for"));
  }
}
