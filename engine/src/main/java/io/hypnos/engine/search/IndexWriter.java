package io.hypnos.engine.search;

import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends changes to an index, very many of them in parts. A document that the index does not take as
 * it is, such as one whose vector has other dimensions while the index is being made again for
 * another model, goes in without its vector, so that it is found by its words meanwhile.
 */
final class IndexWriter {
  /** What a memory is found by can change without its version: its context. */
  static final String REPLACES_SAME_VERSION = "external_gte";

  static final String YIELDS_TO_SAME_VERSION = "external";

  private static final Logger LOG = LoggerFactory.getLogger(IndexWriter.class);
  private static final JsonMapper JSON = IndexJson.MAPPER;
  private static final String VECTOR = "embedding";

  /** Characters; a call holds them several times, and the index takes 100 MB at most. */
  private static final int ENOUGH_FOR_A_CALL = 4 * 1024 * 1024;

  private final SearchNode node;

  IndexWriter(SearchNode node) {
    this.node = node;
  }

  /** One line of work; {@code document} is null for a removal. */
  private record Action(String header, Map<String, Object> document) {
    Action withoutVector() {
      Map<String, Object> rest = new LinkedHashMap<>(document);
      rest.remove(VECTOR);
      return new Action(header, rest);
    }

    boolean hasVector() {
      return document != null && document.containsKey(VECTOR);
    }
  }

  /** An action that the index does not carry out for what it is. */
  private record Refusal(Action action, String reason) {}

  void apply(
      String target,
      Map<String, String> parameters,
      String versionType,
      List<IndexChange> changes) {
    List<Action> actions = new ArrayList<>();
    changes.forEach(change -> append(actions, change, versionType));
    List<Refusal> hopeless = new ArrayList<>();
    List<Action> withoutVectors = new ArrayList<>();
    for (Refusal refusal : send(target, parameters, actions)) {
      if (refusal.action().hasVector()) {
        withoutVectors.add(refusal.action().withoutVector());
      } else {
        hopeless.add(refusal);
      }
    }
    if (!withoutVectors.isEmpty()) {
      LOG.info("{} documents go into {} without their vectors", withoutVectors.size(), target);
      hopeless.addAll(send(target, parameters, withoutVectors));
    }
    hopeless.forEach(
        refusal ->
            LOG.error(
                "the search index will never take {}: {}",
                refusal.action().header(),
                refusal.reason()));
  }

  private List<Refusal> send(String target, Map<String, String> parameters, List<Action> actions) {
    List<Refusal> refused = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    int first = 0;
    for (int next = 0; next < actions.size(); next++) {
      Action action = actions.get(next);
      lines.append(action.header()).append('\n');
      if (action.document() != null) {
        lines.append(JSON.writeValueAsString(action.document())).append('\n');
      }
      if (lines.length() >= ENOUGH_FOR_A_CALL || next + 1 == actions.size()) {
        List<Action> part = actions.subList(first, next + 1);
        refused.addAll(send(target, parameters, part, lines.toString()));
        lines.setLength(0);
        first = next + 1;
      }
    }
    return refused;
  }

  private List<Refusal> send(
      String target, Map<String, String> parameters, List<Action> actions, String lines) {
    JsonNode answer = node.callLines("POST", "/" + target + "/_bulk", parameters, lines);
    List<Refusal> refused = new ArrayList<>();
    if (answer.path("errors").asBoolean(false)) {
      JsonNode items = answer.path("items");
      for (int i = 0; i < actions.size(); i++) {
        Action action = actions.get(i);
        refusal(items.path(i)).ifPresent(reason -> refused.add(new Refusal(action, reason)));
      }
    }
    return refused;
  }

  private static void append(List<Action> actions, IndexChange change, String versionType) {
    if (change instanceof IndexChange.Put put) {
      int piece = 0;
      for (Map<String, Object> document : MemoryDocument.of(put)) {
        actions.add(new Action(header("index", change, piece++, versionType), document));
      }
      appendRemovals(actions, change, piece, put.memory().mostPieces());
    } else if (change instanceof IndexChange.Remove remove) {
      appendRemovals(actions, change, 0, Math.max(1, remove.pieces()));
    }
  }

  private static void appendRemovals(
      List<Action> actions, IndexChange change, int firstPiece, int pieces) {
    for (int piece = firstPiece; piece < pieces; piece++) {
      actions.add(new Action(header("delete", change, piece, REPLACES_SAME_VERSION), null));
    }
  }

  private static String header(String name, IndexChange change, int piece, String versionType) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("_id", MemoryDocument.id(change.memoryId(), piece));
    header.put("routing", change.tenantId().toString());
    header.put("version", change.version());
    header.put("version_type", versionType);
    return JSON.writeValueAsString(Map.of(name, header));
  }

  /** Nothing when it is in the index, has lost against a newer one, or is gone as it should be. */
  private static Optional<String> refusal(JsonNode item) {
    JsonNode result = item.iterator().next();
    int status = result.path("status").asInt();
    String type = result.path("error").path("type").asString();
    boolean outrun = status == 409;
    boolean gone = status == 404 && item.has("delete") && type.isEmpty();
    if (status < 300 || outrun || gone) {
      return Optional.empty();
    }
    if (status == 429 || status >= 500 || type.equals("index_not_found_exception")) {
      throw HypnosException.unavailable("The search index", new IllegalStateException(type));
    }
    return Optional.of(status + " " + type);
  }
}
