package io.hypnos.api.rememberos;

import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryEditor;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where a memory is and how it is treated: moved, pinned, archived. */
@RestController
final class MemoryStateRoutes {
  private final MemoryEditor editor;
  private final CollectionMemories memories;
  private final MemoryViews views;

  MemoryStateRoutes(Engine engine, CollectionMemories memories, MemoryViews views) {
    this.editor = engine.memories().editor();
    this.memories = memories;
    this.views = views;
  }

  @PostMapping("/v1/memory/collections/{collection}/memories/{memoryId}/move")
  @Requires(Right.WRITE)
  MemoryView move(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      JsonFields body) {
    String target = body.requiredText("to_collection", 1, CollectionName.LONGEST);
    body.check();
    CollectionName.require(target, "body", "to_collection");
    Memory memory = memories.toChange(caller, collection, memoryId);
    return views.of(caller.tenantId(), editor.move(caller, Viewer.of(caller), memory.id(), target));
  }

  @PostMapping("/v1/memory/collections/{collection}/memories/{memoryId}/pin")
  @Requires(Right.WRITE)
  MemoryView pin(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      JsonFields body) {
    boolean pinned = requiredFlag(body, "pinned");
    Memory memory = memories.toChange(caller, collection, memoryId);
    return views.of(caller.tenantId(), editor.pin(caller, Viewer.of(caller), memory.id(), pinned));
  }

  @PostMapping("/v1/memory/collections/{collection}/memories/{memoryId}/archive")
  @Requires(Right.WRITE)
  MemoryView archive(
      Caller caller,
      @PathVariable String collection,
      @PathVariable String memoryId,
      JsonFields body) {
    boolean archived = requiredFlag(body, "archived");
    Memory memory = memories.toChange(caller, collection, memoryId);
    return views.of(
        caller.tenantId(), editor.archive(caller, Viewer.of(caller), memory.id(), archived));
  }

  private static boolean requiredFlag(JsonFields body, String name) {
    boolean flag = body.flag(name).orElse(false);
    if (!body.has(name)) {
      body.reject(name, "Field required", "missing");
    }
    body.check();
    return flag;
  }
}
