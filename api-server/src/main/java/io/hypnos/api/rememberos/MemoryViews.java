package io.hypnos.api.rememberos;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hypnos.api.rememberos.MemoryView.Agent;
import io.hypnos.api.rememberos.MemoryView.Image;
import io.hypnos.engine.attachment.Attachment;
import io.hypnos.engine.attachment.Attachments;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.tenancy.KeyStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Shows memories with their files and who wrote them. */
final class MemoryViews {
  private static final int KEPT_LABELS = 10_000;

  private final Attachments attachments;
  private final KeyStore keys;
  private final Cache<UUID, String> labels = Caffeine.newBuilder().maximumSize(KEPT_LABELS).build();

  MemoryViews(Attachments attachments, KeyStore keys) {
    this.attachments = attachments;
    this.keys = keys;
  }

  MemoryView of(UUID tenantId, Memory memory) {
    return of(tenantId, List.of(memory)).get(0);
  }

  MemoryView withoutFiles(UUID tenantId, Memory memory) {
    return MemoryView.of(
        memory, List.of(), memory.origin().createdBy().map(key -> agent(tenantId, key)));
  }

  /** In the order of the memories. */
  List<MemoryView> of(UUID tenantId, List<Memory> memories) {
    return of(tenantId, memories, attachments.of(tenantId, ids(memories)));
  }

  /** The same for memories that are shown because they were recalled, which is counted. */
  List<MemoryView> ofRecalled(UUID tenantId, List<Memory> memories) {
    return of(tenantId, memories, attachments.ofRecalled(tenantId, ids(memories)));
  }

  private static List<UUID> ids(List<Memory> memories) {
    return memories.stream().map(Memory::id).toList();
  }

  private List<MemoryView> of(
      UUID tenantId, List<Memory> memories, Map<UUID, List<Attachment>> files) {
    Map<UUID, String> labels =
        labels(
            tenantId,
            memories.stream()
                .map(memory -> memory.origin().createdBy())
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
    return memories.stream()
        .map(
            memory ->
                MemoryView.of(
                    memory,
                    images(files.getOrDefault(memory.id(), List.of())),
                    memory
                        .origin()
                        .createdBy()
                        .map(key -> new Agent(key, labels.getOrDefault(key, "")))))
        .toList();
  }

  /** By their ids; memories are shown more than once in some answers. */
  Map<UUID, MemoryView> byId(UUID tenantId, Collection<Memory> memories) {
    Map<UUID, Memory> distinct =
        memories.stream().collect(Collectors.toMap(Memory::id, each -> each, (one, same) -> one));
    return of(tenantId, List.copyOf(distinct.values())).stream()
        .collect(Collectors.toMap(MemoryView::id, each -> each));
  }

  List<Image> images(UUID tenantId, UUID memory) {
    return images(attachments.of(tenantId, List.of(memory)).getOrDefault(memory, List.of()));
  }

  Agent agent(UUID tenantId, UUID key) {
    return new Agent(key, labels(tenantId, Set.of(key)).getOrDefault(key, ""));
  }

  /** Labels do not change, so each is looked up once. */
  private Map<UUID, String> labels(UUID tenantId, Set<UUID> keys) {
    return labels.getAll(keys, unknown -> this.keys.labels(tenantId, Set.copyOf(unknown)));
  }

  private List<Image> images(List<Attachment> files) {
    return files.stream().map(file -> Image.of(file, attachments.link(file))).toList();
  }
}
