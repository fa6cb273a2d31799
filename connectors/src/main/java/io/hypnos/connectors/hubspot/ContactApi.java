package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls about contacts. */
final class ContactApi {
  private static final List<String> PROPERTIES =
      List.of(
          "firstname",
          "lastname",
          "email",
          "company",
          "jobtitle",
          "lifecyclestage",
          "lastmodifieddate",
          "hs_object_id",
          "hs_merged_object_ids",
          "hs_calculated_merged_vids");

  /** The most that each of the two takes. */
  private static final int LIST_LIMIT = 100;

  private static final int SEARCH_LIMIT = 200;

  private final ProviderHttp http;

  ContactApi(ProviderHttp http) {
    this.http = http;
  }

  /**
   * A page of contacts.
   *
   * @param next leads to the next page of a list; a search is led on by the last id
   * @param more whether there is another page
   */
  record Contacts(List<JsonNode> results, Optional<String> next, boolean more) {}

  Optional<Instant> vendorNow() {
    return http.vendorNow();
  }

  void probe() {
    results(http.get("/contacts", Parameters.none().with("limit", "1").list()));
  }

  Contacts list(Optional<String> after, boolean archived) {
    JsonNode page =
        http.get(
            "/contacts",
            Parameters.none()
                .with("limit", String.valueOf(LIST_LIMIT))
                .with("after", after)
                .with("properties", String.join(",", PROPERTIES))
                .with("archived", String.valueOf(archived))
                .list());
    Optional<String> next = Fields.text(page, "paging", "next", "after");
    return new Contacts(results(page), next, next.isPresent());
  }

  /** Contacts by id above the last one, changed within a window whose ends belong to it. */
  Contacts search(Instant from, Optional<Instant> to, String lastId) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode filters = body.putArray("filterGroups").addObject().putArray("filters");
    filter(filters, "lastmodifieddate", "GTE", String.valueOf(from.toEpochMilli()));
    to.ifPresent(
        end -> filter(filters, "lastmodifieddate", "LTE", String.valueOf(end.toEpochMilli())));
    filter(filters, "hs_object_id", "GT", lastId);
    body.putArray("sorts")
        .addObject()
        .put("propertyName", "hs_object_id")
        .put("direction", "ASCENDING");
    ArrayNode properties = body.putArray("properties");
    PROPERTIES.forEach(properties::add);
    body.put("limit", SEARCH_LIMIT);
    JsonNode page = http.post("/contacts/search", body);
    List<JsonNode> results = results(page);
    boolean rest = page.path("total").asLong(0) > results.size();
    boolean more = !results.isEmpty() && (rest || results.size() >= SEARCH_LIMIT);
    return new Contacts(results, Optional.empty(), more);
  }

  private static void filter(ArrayNode filters, String property, String operator, String value) {
    filters.addObject().put("propertyName", property).put("operator", operator).put("value", value);
  }

  JsonNode get(String id) {
    return http.get(
        "/contacts/" + id,
        Parameters.none().with("properties", String.join(",", PROPERTIES)).list());
  }

  /** An answer without results is none: a sweep would take it for an empty account. */
  private static List<JsonNode> results(JsonNode page) {
    if (!page.path("results").isArray()) {
      throw ProviderFailure.of(Kind.UNAVAILABLE, "the provider's answer holds no results");
    }
    return List.copyOf(page.path("results").values());
  }
}
