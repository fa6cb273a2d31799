package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.FailedRequestException;
import io.hypnos.api.web.Failure;
import io.hypnos.api.web.FailureKind;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything of the tenant as one JSON document. What cannot be finished breaks the connection off,
 * so that a part is never taken for the whole.
 */
@RestController
final class ExportRoutes {
  private static final int BUFFER = 64 * 1024;
  private static final int VERSION = 1;

  /** Of all tenants, on this node: each holds a connection of the database until it ends. */
  private static final int MOST_AT_ONCE = 3;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private final Set<UUID> running = ConcurrentHashMap.newKeySet();
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);

  private final MemoryReader reader;
  private final Spaces spaces;
  private final AuditNotes audit;
  private final Clock clock;
  private final MemoryViews views;
  private final JsonMapper json;

  ExportRoutes(Engine engine, AuditNotes audit, MemoryViews views, Clock clock, JsonMapper json) {
    this.reader = engine.memories().reader();
    this.spaces = engine.knowledge().spaces();
    this.audit = audit;
    this.views = views;
    this.clock = clock;
    this.json = json;
  }

  record Owner(@JsonProperty("id") String id, String name) {}

  /** Crosses the grants of collections, so it asks for a full key. */
  @GetMapping("/v1/memory/admin/export")
  @Requires(Right.WRITE)
  void export(Caller caller, Principal principal, HttpServletResponse response) throws IOException {
    if (!running.add(caller.tenantId())) {
      throw busy("An export of this tenant is running.");
    }
    try {
      if (!free.tryAcquire()) {
        throw busy("Too many exports are running.");
      }
      try {
        write(caller, principal, response);
      } finally {
        free.release();
      }
    } finally {
      running.remove(caller.tenantId());
    }
  }

  private static FailedRequestException busy(String message) {
    return new FailedRequestException(
        new Failure(
            FailureKind.RATE_LIMITED,
            message,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.of(RETRY_AFTER),
            List.of()));
  }

  private void write(Caller caller, Principal principal, HttpServletResponse response)
      throws IOException {
    audit.record(caller.actor(), "tenant.export", caller.tenantId().toString(), Map.of());
    response.setContentType("application/json");
    response.setHeader("Content-Disposition", "attachment; filename=\"rememberos-export.json\"");
    OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
    JsonGenerator generator = json.createGenerator(out);
    generator.writeStartObject();
    generator.writeNumberProperty("version", VERSION);
    generator.writeName("exported_at");
    generator.writePOJO(clock.instant());
    generator.writeName("tenant");
    generator.writePOJO(new Owner(principal.tenantId().toString(), principal.tenantName()));
    generator.writeName("collections");
    generator.writePOJO(
        spaces.list(caller.tenantId(), Optional.empty()).stream().map(CollectionView::of).toList());
    generator.writeName("memories");
    generator.writeStartArray();
    reader.export(
        Viewer.ofTenant(caller.tenantId()),
        Optional.empty(),
        History.ALL,
        memory -> generator.writePOJO(views.withoutFiles(caller.tenantId(), memory)));
    generator.writeEndArray();
    generator.writeEndObject();
    generator.flush();
    out.flush();
  }
}
