package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which folders are above a file. A folder is asked for once a run, or learned anew. */
final class Ancestors {
  private static final int MOST = 500;

  private final DriveApi api;
  private final Map<String, List<String>> parents = new HashMap<>();

  Ancestors(DriveApi api) {
    this.api = api;
  }

  /** Notes where a folder is that was just listed or has changed. */
  void learn(JsonNode folder) {
    parents.put(folder.path("id").asString(""), placeOf(folder));
  }

  /** Whether a folder is above a file, over any number of others; folders may form a ring. */
  boolean reach(JsonNode file, String root) {
    return reach(parentsOf(file), root);
  }

  boolean reach(List<String> from, String root) {
    Deque<String> up = new ArrayDeque<>(from);
    Set<String> met = new HashSet<>();
    while (!up.isEmpty()) {
      String id = up.poll();
      if (id.equals(root)) {
        return true;
      }
      if (met.add(id) && met.size() <= MOST) {
        up.addAll(above(id));
      }
    }
    return false;
  }

  private List<String> above(String id) {
    List<String> known = parents.get(id);
    if (known != null) {
      return known;
    }
    List<String> found = look(id);
    parents.put(id, found);
    return found;
  }

  /** A folder that may not be seen is under nothing. */
  private List<String> look(String id) {
    try {
      return placeOf(api.file(id));
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.FORBIDDEN) || e.is(Kind.RECORD)) {
        return List.of();
      }
      throw e;
    }
  }

  /** A folder in the trash keeps its parents, and yet it is under nothing. */
  private static List<String> placeOf(JsonNode folder) {
    return Fields.flag(folder, "trashed") ? List.of() : parentsOf(folder);
  }

  private static List<String> parentsOf(JsonNode file) {
    List<String> ids = new ArrayList<>();
    file.path("parents").forEach(parent -> ids.add(parent.asString("")));
    return ids;
  }
}
