package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Feed;
import io.hypnos.connectors.sync.Item;
import io.hypnos.connectors.sync.Page;
import io.hypnos.connectors.sync.Source;
import io.hypnos.connectors.sync.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Contacts by their id within a window of time. A search gives 10,000 results at most, and more
 * contacts than that can carry one and the same time, so neither offsets nor times lead through
 * them; ids do.
 */
final class HubSpotContacts implements Source {
  private static final Duration OVERLAP = Duration.ofMinutes(5);
  private static final String PROPERTIES =
      "firstname,lastname,email,company,jobtitle,lifecyclestage,lastmodifieddate,hs_object_id";

  private final ProviderHttp http;
  private final Clock clock;

  HubSpotContacts(ProviderHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public void check() {
    http.get("", Parameters.none().with("limit", "1").list());
  }

  @Override
  public List<Feed> feeds() {
    return List.of(
        new Feed() {
          @Override
          public String name() {
            return "contacts";
          }

          @Override
          public Page read(Map<String, String> position) {
            return position.containsKey("mark") ? changed(position) : first(position);
          }
        });
  }

  /** The plain list has no bound; what changes while it is read is seen by the search after it. */
  private Page first(Map<String, String> position) {
    JsonNode page = list(Optional.ofNullable(position.get("after")), false);
    String began = position.getOrDefault("began", now().toString());
    Optional<String> next = Fields.text(page, "paging", "next", "after");
    Map<String, String> then =
        next.isPresent() ? Map.of("began", began, "after", next.get()) : Map.of("mark", began);
    return new Page(items(page), then, next.isPresent());
  }

  private Instant now() {
    return http.vendorNow().orElseGet(clock::instant);
  }

  private Page changed(Map<String, String> position) {
    Instant mark = Instant.parse(position.get("mark"));
    String from = position.getOrDefault("from", mark.minus(OVERLAP).toString());
    String last = position.getOrDefault("last", "0");
    JsonNode page = search(Instant.parse(from), last);
    List<Item> items = items(page);
    // The newest change that was seen is the mark: the index may lag behind the clock.
    Instant newest = Instant.parse(position.getOrDefault("newest", mark.toString()));
    for (JsonNode contact : page.path("results")) {
      Instant at = modified(contact);
      newest = at.isAfter(newest) && !at.isAfter(now()) ? at : newest;
    }
    boolean more =
        page.path("results").size() > 0
            && page.path("total").asLong(0) > page.path("results").size();
    if (!more) {
      return new Page(items, Map.of("mark", newest.toString()), false);
    }
    Map<String, String> next = new HashMap<>();
    next.put("mark", mark.toString());
    next.put("from", from);
    next.put("newest", newest.toString());
    next.put("last", items.get(items.size() - 1).id());
    return new Page(items, next, true);
  }

  private static Instant modified(JsonNode contact) {
    return Fields.time(contact, "properties", "lastmodifieddate")
        .or(() -> Fields.time(contact, "updatedAt"))
        .orElse(Instant.EPOCH);
  }

  private JsonNode search(Instant from, String lastId) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode filters = body.putArray("filterGroups").addObject().putArray("filters");
    filters
        .addObject()
        .put("propertyName", "lastmodifieddate")
        .put("operator", "GTE")
        .put("value", String.valueOf(from.toEpochMilli()));
    filters
        .addObject()
        .put("propertyName", "hs_object_id")
        .put("operator", "GT")
        .put("value", lastId);
    body.putArray("sorts")
        .addObject()
        .put("propertyName", "hs_object_id")
        .put("direction", "ASCENDING");
    ArrayNode properties = body.putArray("properties");
    for (String name : PROPERTIES.split(",", -1)) {
      properties.add(name);
    }
    body.put("limit", 100);
    return http.post("/search", body);
  }

  private JsonNode list(Optional<String> after, boolean archived) {
    return http.get(
        "",
        Parameters.none()
            .with("limit", "100")
            .with("after", after)
            .with("properties", PROPERTIES)
            .with("archived", String.valueOf(archived))
            .list());
  }

  private static List<Item> items(JsonNode page) {
    List<Item> items = new ArrayList<>();
    for (JsonNode contact : page.path("results")) {
      String id = contact.path("id").asString("");
      items.add(
          Fields.flag(contact, "archived") ? Item.gone(id) : Item.whole(id, document(contact)));
    }
    return items;
  }

  @Override
  public Optional<Document> fetch(Item item) {
    JsonNode contact =
        http.get("/" + item.id(), Parameters.none().with("properties", PROPERTIES).list());
    return Fields.flag(contact, "archived") ? Optional.empty() : Optional.of(document(contact));
  }

  private static Document document(JsonNode contact) {
    JsonNode properties = contact.path("properties");
    String name =
        (Fields.text(properties, "firstname").orElse("")
                + " "
                + Fields.text(properties, "lastname").orElse(""))
            .strip();
    String title = name.isEmpty() ? Fields.text(properties, "email").orElse("Contact") : name;
    List<String> lines = new ArrayList<>();
    Map<String, Object> metadata = new HashMap<>();
    lines.add(title);
    for (String[] each :
        new String[][] {
          {"Email", "email"},
          {"Title", "jobtitle"},
          {"Company", "company"},
          {"Lifecycle stage", "lifecyclestage"}
        }) {
      Fields.text(properties, each[1])
          .ifPresent(
              value -> {
                lines.add(each[0] + ": " + value);
                metadata.put(each[1], value);
              });
    }
    return new Document(
        title,
        String.join("\n", lines),
        Optional.empty(),
        Optional.empty(),
        Fields.time(contact, "createdAt"),
        Optional.of(modified(contact)),
        metadata);
  }

  @Override
  public Optional<Sweep> sweep() {
    return Optional.of(
        token -> {
          JsonNode page = list(token, false);
          return new Sweep.Live(items(page), Fields.text(page, "paging", "next", "after"), true);
        });
  }
}
