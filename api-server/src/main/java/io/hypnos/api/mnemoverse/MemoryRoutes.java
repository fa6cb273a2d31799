package io.hypnos.api.mnemoverse;

import io.hypnos.api.security.QueryQuota;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.MemoryWriter;
import io.hypnos.engine.memory.WritePolicy;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Writing and reading atoms. */
@RestController
final class MemoryRoutes {
  private final MemoryWriter writer;
  private final AtomReader reader;
  private final QueryQuota quota;

  MemoryRoutes(Engine engine, QueryQuota quota) {
    this.writer = engine.writer();
    this.reader = new AtomReader(engine.search());
    this.quota = quota;
  }

  @PostMapping("/api/v1/memory/write")
  @Requires(Right.WRITE)
  WriteResponse write(Caller caller, Principal principal, JsonFields body) {
    WriteRequest request = WriteRequest.from(body);
    quota.take(principal, 1);
    return WriteResponse.of(writer.write(caller, request.memory(), WritePolicy.GATED));
  }

  @PostMapping("/api/v1/memory/read")
  @Requires(Right.READ)
  ReadResponse read(Caller caller, Principal principal, JsonFields body) {
    ReadRequest request = ReadRequest.from(body);
    quota.take(principal, 1);
    return reader.read(caller, request);
  }
}
