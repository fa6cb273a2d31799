package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.sync.Document;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a page says: its title, its properties, its blocks. */
final class NotionReader {
  private final NotionProperties properties;
  private final NotionBlocks blocks;
  private final NotionPeople people;

  NotionReader(ProviderHttp http) {
    this.properties = new NotionProperties(http);
    this.blocks = new NotionBlocks(http);
    this.people = new NotionPeople(http);
  }

  Document document(JsonNode page) {
    String title = properties.title(page);
    NotionBlocks.Body body = blocks.read(page.path("id").asString(""));
    List<String> lines = properties.lines(page);
    String text =
        Stream.concat(Stream.concat(Stream.of(title), lines.stream()), Stream.of(body.text()))
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining("\n"));
    Map<String, Object> metadata = new HashMap<>();
    Fields.text(page, "parent", "database_id").ifPresent(id -> metadata.put("database_id", id));
    if (!body.whole()) {
      metadata.put("truncated", true);
    }
    return new Document(
        title,
        text,
        Fields.text(page, "url"),
        people.name(page.path("created_by")),
        Fields.time(page, "created_time"),
        Fields.time(page, NotionList.EDITED),
        metadata);
  }
}
