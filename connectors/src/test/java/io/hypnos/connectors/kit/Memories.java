package io.hypnos.connectors.kit;

import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Sink;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the memory would hold: versions as the ingest job judges them. */
public final class Memories implements Sink {
  private final Map<String, Long> versions = new HashMap<>();
  private final TreeMap<String, Document> documents = new TreeMap<>();
  private int accepted;

  @Override
  public Map<String, String> accept(List<Change> changes) {
    for (Change change : changes) {
      accepted++;
      if (change.version() <= versions.getOrDefault(change.id(), -1L)) {
        continue;
      }
      versions.put(change.id(), change.version());
      change
          .document()
          .ifPresentOrElse(
              document -> documents.put(change.id(), document),
              () -> documents.remove(change.id()));
    }
    return Map.of();
  }

  public Set<String> ids() {
    return Set.copyOf(documents.keySet());
  }

  public String text(String id) {
    return documents.containsKey(id) ? documents.get(id).text() : "";
  }

  public Document document(String id) {
    return documents.get(id);
  }

  /** How many changes came in. */
  public int accepted() {
    return accepted;
  }
}
