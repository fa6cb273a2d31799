package io.hypnos.connectors.hubspot;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.Item;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What a contact says. */
final class ContactText {
  /** Ids between semicolons, one of the two properties with a time behind each. */
  private static final Pattern MERGED = Pattern.compile("(?:^|[;,])\\s*([0-9]+)");

  private static final Map<String, String> LABELS = labels();

  private ContactText() {}

  private static Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("email", "Email");
    labels.put("jobtitle", "Title");
    labels.put("company", "Company");
    labels.put("lifecyclestage", "Lifecycle stage");
    return labels;
  }

  /** The contacts of a page, and those that were merged into them and are no more. */
  static List<Item> items(List<JsonNode> contacts) {
    List<Item> items = new ArrayList<>();
    contacts.forEach(contact -> merged(contact).forEach(id -> items.add(Item.gone(id))));
    for (JsonNode contact : contacts) {
      String id = contact.path("id").asString("");
      items.add(
          Fields.flag(contact, "archived") ? Item.gone(id) : Item.whole(id, document(contact)));
    }
    return items;
  }

  private static List<String> merged(JsonNode contact) {
    List<String> ids = new ArrayList<>();
    for (String property : List.of("hs_merged_object_ids", "hs_calculated_merged_vids")) {
      Matcher found = MERGED.matcher(Fields.text(contact, "properties", property).orElse(""));
      while (found.find()) {
        ids.add(found.group(1));
      }
    }
    ids.remove(contact.path("id").asString(""));
    return ids;
  }

  static Instant modified(JsonNode contact) {
    return Fields.time(contact, "properties", "lastmodifieddate")
        .or(() -> Fields.time(contact, "updatedAt"))
        .orElse(Instant.EPOCH);
  }

  static Document document(JsonNode contact) {
    JsonNode properties = contact.path("properties");
    String name =
        (Fields.text(properties, "firstname").orElse("")
                + " "
                + Fields.text(properties, "lastname").orElse(""))
            .strip();
    String title =
        name.isEmpty()
            ? Fields.text(properties, "email")
                .orElseGet(() -> "Contact " + contact.path("id").asString(""))
            : name;
    List<String> lines = new ArrayList<>(List.of(title));
    Map<String, Object> metadata = new HashMap<>();
    LABELS.forEach(
        (property, label) ->
            Fields.text(properties, property)
                .ifPresent(
                    value -> {
                      lines.add(label + ": " + value);
                      metadata.put(property, value);
                    }));
    return new Document(
        title,
        String.join("\n", lines),
        Optional.empty(),
        Optional.empty(),
        Fields.time(contact, "createdAt"),
        Optional.of(modified(contact)),
        metadata);
  }
}
