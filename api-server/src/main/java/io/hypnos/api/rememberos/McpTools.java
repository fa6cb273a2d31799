package io.hypnos.api.rememberos;

import io.hypnos.api.rememberos.McpTool.Call;
import io.hypnos.api.rememberos.McpTool.Work;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.memory.Memory;
import io.hypnos.engine.memory.MemoryReader;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.History;
import io.hypnos.engine.visibility.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools that agents are offered; each does what a route does. */
final class McpTools {
  private static final String USUAL_COLLECTION = "default";
  private static final String COLLECTION = "collection";
  private static final String LIMIT = "limit";
  private static final int LONGEST_ID = 64;
  private static final int USUAL_NEIGHBOURS = 5;
  private static final int MOST_NEIGHBOURS = 50;

  private final MemoryReader reader;
  private final SearchRoutes search;
  private final MemoryRoutes memories;
  private final CollectionRoutes collections;
  private final RelatedRoutes related;
  private final KnowledgeRoutes knowledge;
  private final HygieneRoutes hygiene;
  private final JsonMapper json;

  McpTools(
      MemoryReader reader,
      SearchRoutes search,
      MemoryRoutes memories,
      CollectionRoutes collections,
      RelatedRoutes related,
      KnowledgeRoutes knowledge,
      HygieneRoutes hygiene,
      JsonMapper json) {
    this.reader = reader;
    this.search = search;
    this.memories = memories;
    this.collections = collections;
    this.related = related;
    this.knowledge = knowledge;
    this.hygiene = hygiene;
    this.json = json;
  }

  List<McpTool> all() {
    return List.of(
        tool(
            "search_memory",
            "Search what is remembered, in one collection or in all.",
            false,
            """
            {"query": {"type": "string"}, "collection": {"type": "string"},
             "limit": {"type": "integer", "minimum": 1, "maximum": 50}}
            """,
            List.of("query"),
            this::search),
        tool(
            "store_memory",
            "Remember a text.",
            true,
            "{\"text\": {\"type\": \"string\"}, \"collection\": {\"type\": \"string\"}}",
            List.of("text"),
            this::store),
        tool(
            "get_memory",
            "Read one memory.",
            false,
            "{\"memory_id\": {\"type\": \"string\"}, \"collection\": {\"type\": \"string\"}}",
            List.of("memory_id", COLLECTION),
            call ->
                memories.get(
                    call.caller(), collection(call), required(call, "memory_id", LONGEST_ID))),
        tool(
            "list_collections",
            "The collections and how much they hold.",
            false,
            "{}",
            List.of(),
            call -> collections.list(call.caller())),
        tool(
            "related_memory",
            "What is near a memory in meaning.",
            false,
            """
            {"id": {"type": "string"}, "limit": {"type": "integer", "minimum": 1, "maximum": 50}}
            """,
            List.of("id"),
            this::related),
        tool(
            "what_changed",
            "What took the place of what, newest first.",
            false,
            ofCollection("\"limit\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 200}"),
            List.of(COLLECTION),
            call ->
                knowledge.contradictions(
                    call.caller(),
                    collection(call),
                    number(call, LIMIT, 1, KnowledgeRoutes.MOST, KnowledgeRoutes.USUAL))),
        tool(
            "collection_health",
            "How a collection is, in numbers.",
            false,
            ofCollection("\"stale_days\": {\"type\": \"integer\", \"minimum\": 0}"),
            List.of(COLLECTION),
            call ->
                hygiene.health(
                    call.caller(),
                    collection(call),
                    number(
                        call, "stale_days", 0, HygieneRoutes.MOST_DAYS, HygieneRoutes.USUAL_DAYS))),
        tool(
            "summarize_collection",
            "What a collection is about.",
            false,
            ofCollection("\"limit\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 200}"),
            List.of(COLLECTION),
            call ->
                knowledge.summary(
                    call.caller(),
                    collection(call),
                    number(call, LIMIT, 1, KnowledgeRoutes.MOST, KnowledgeRoutes.USUAL))),
        tool(
            "find_duplicates",
            "Memories that say the same. Deletes nothing.",
            false,
            ofCollection("\"threshold\": {\"type\": \"number\", \"minimum\": 0.5, \"maximum\": 1}"),
            List.of(COLLECTION),
            this::duplicates),
        tool(
            "archive_stale",
            "Archive what nobody has changed for a while; only counts unless dry_run is false.",
            false,
            ofCollection(
                "\"older_than_days\": {\"type\": \"integer\", \"minimum\": 0},"
                    + " \"dry_run\": {\"type\": \"boolean\", \"default\": true}"),
            List.of(COLLECTION),
            call ->
                hygiene.archiveStale(
                    call.caller(), call.principal(), collection(call), call.arguments())));
  }

  private McpTool tool(
      String name,
      String description,
      boolean writes,
      String properties,
      List<String> required,
      Work work) {
    ObjectNode schema = json.createObjectNode();
    schema.put("type", "object");
    schema.set("properties", json.readTree(properties));
    schema.set("required", json.valueToTree(required));
    return new McpTool(name, description, writes, schema, work);
  }

  private static String ofCollection(String more) {
    return "{\"collection\": {\"type\": \"string\"}, " + more + "}";
  }

  private Object search(Call call) {
    Optional<String> collection = call.arguments().text(COLLECTION, 1, CollectionName.LONGEST);
    return collection.isPresent()
        ? search.one(call.caller(), call.principal(), collection.get(), call.arguments())
        : search.all(call.caller(), call.principal(), call.arguments());
  }

  private Object store(Call call) {
    String collection =
        call.arguments().text(COLLECTION, 1, CollectionName.LONGEST).orElse(USUAL_COLLECTION);
    Object stored =
        memories.create(call.request(), call.caller(), collection, call.arguments()).getBody();
    // A repeat under an Idempotency-Key is answered with the bytes of the first answer.
    return stored instanceof byte[] bytes ? json.readTree(bytes) : stored;
  }

  /** Looked up in all of the tenant that the key may read. */
  private Object related(Call call) {
    String id = required(call, "id", LONGEST_ID);
    int limit = number(call, LIMIT, 1, MOST_NEIGHBOURS, USUAL_NEIGHBOURS);
    return related.neighbours(call.caller(), find(call.caller(), id), limit, 0);
  }

  private Memory find(Caller caller, String id) {
    return Ids.parse(id)
        .flatMap(each -> reader.find(Viewer.of(caller), each, History.ALL))
        .orElseThrow(CollectionMemories::unknown);
  }

  private Object duplicates(Call call) {
    ObjectNode asked = json.createObjectNode();
    call.arguments()
        .number("threshold", 0, 1)
        .ifPresent(threshold -> asked.put("threshold", threshold));
    return hygiene.dedup(
        call.caller(), call.principal(), collection(call), JsonFields.of(asked, json));
  }

  private static String collection(Call call) {
    return required(call, COLLECTION, CollectionName.LONGEST);
  }

  private static String required(Call call, String name, int longest) {
    String text = call.arguments().requiredText(name, 1, longest);
    call.arguments().check();
    return text;
  }

  private static int number(Call call, String name, int lowest, int highest, int otherwise) {
    int number = call.arguments().integer(name, lowest, highest).orElse(otherwise);
    call.arguments().check();
    return number;
  }

  /** The tools as a client lists them. */
  JsonNode listed(List<McpTool> tools) {
    List<ObjectNode> listed = new ArrayList<>();
    for (McpTool tool : tools) {
      ObjectNode each = json.createObjectNode();
      each.put("name", tool.name());
      each.put("description", tool.description());
      each.set("inputSchema", tool.schema());
      listed.add(each);
    }
    ObjectNode result = json.createObjectNode();
    result.set("tools", json.valueToTree(listed));
    return result;
  }
}
