package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.engine.Engine;
import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.memory.Memory;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final MemoryReader reader;
  private final Spaces spaces;
  private final Database database;
  private final AuditLog audit;
  private final Clock clock;
  private final JsonMapper json;

  ExportRoutes(Engine engine, Clock clock, JsonMapper json) {
    this.reader = engine.memories().reader();
    this.spaces = engine.knowledge().spaces();
    this.database = engine.database();
    this.audit = engine.audit();
    this.clock = clock;
    this.json = json;
  }

  record Owner(@JsonProperty("id") String id, String name) {}

  /** Crosses the grants of collections, so it asks for a full key. */
  @GetMapping("/v1/memory/admin/export")
  @Requires(Right.WRITE)
  void export(Caller caller, Principal principal, HttpServletResponse response) throws IOException {
    database.<Void>inTenant(
        caller.tenantId(),
        handle -> {
          audit.record(
              handle, caller.actor(), "tenant.export", caller.tenantId().toString(), Map.of());
          return null;
        });
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
        memory -> generator.writePOJO(view(memory)));
    generator.writeEndArray();
    generator.writeEndObject();
    generator.flush();
    out.flush();
  }

  private static MemoryView view(Memory memory) {
    return MemoryView.of(
        memory, List.of(), memory.origin().createdBy().map(key -> new MemoryView.Agent(key, "")));
  }
}
