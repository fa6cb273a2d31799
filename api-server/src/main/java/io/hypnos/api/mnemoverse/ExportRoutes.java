package io.hypnos.api.mnemoverse;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryExport;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything of the tenant, a line an atom. What cannot be finished breaks the connection off, so
 * that a part is never taken for the whole.
 */
@RestController
final class ExportRoutes {
  private static final int BUFFER = 64 * 1024;

  private final MemoryExport export;
  private final JsonMapper json;

  ExportRoutes(Engine engine, JsonMapper json) {
    this.export = engine.memories().export();
    this.json = json;
  }

  @GetMapping("/api/v1/memory/export")
  @Requires(Right.READ)
  void export(Caller caller, HttpServletResponse response) throws IOException {
    response.setContentType("application/x-ndjson");
    OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER);
    export.run(Viewer.of(caller), (memory, supersedes) -> write(out, memory, supersedes));
    out.flush();
  }

  private void write(OutputStream out, Memory memory, List<UUID> supersedes) {
    try {
      out.write(json.writeValueAsBytes(AtomEnvelope.of(memory, supersedes)));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
