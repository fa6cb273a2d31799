package io.hypnos.local.launcher;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status for programs. Absent numbers are null. */
final class StatusJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private StatusJson() {}

  static String of(boolean ready, List<PartReport> reports) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("ready", ready);
    ArrayNode parts = root.putArray("parts");
    for (PartReport report : reports) {
      ObjectNode part = parts.addObject();
      part.put("name", report.part().label());
      part.put("pid", report.pid().orElse(null));
      part.put("port", report.port());
      part.put("memory_mb", report.pid().isPresent() ? report.memoryMegabytes() : null);
      part.put("uptime_s", report.uptime().map(uptime -> uptime.toSeconds()).orElse(null));
      part.put("healthy", report.isHealthy());
    }
    return MAPPER.writeValueAsString(root);
  }
}
