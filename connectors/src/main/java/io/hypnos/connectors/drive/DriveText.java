package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.sync.Document;
import io.hypnos.connectors.sync.FileReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The words of a file: native documents are exported, others are read by the reader of files. */
final class DriveText {
  private static final Map<String, String> EXPORTS =
      Map.of(
          DriveApi.NATIVE + "document", "text/plain",
          DriveApi.NATIVE + "spreadsheet", "text/csv",
          DriveApi.NATIVE + "presentation", "text/plain");
  private static final long LARGEST = 20_000_000;

  private final DriveApi api;
  private final FileReader files;

  DriveText(DriveApi api, FileReader files) {
    this.api = api;
    this.files = files;
  }

  /** Whether files of this type can have words. */
  static boolean isReadable(JsonNode file) {
    String type = file.path("mimeType").asString("");
    boolean silent = type.startsWith("video/") || type.startsWith("audio/");
    return type.startsWith(DriveApi.NATIVE) ? EXPORTS.containsKey(type) : !silent;
  }

  Document of(JsonNode file) {
    String name = file.path("name").asString("");
    String type = file.path("mimeType").asString("");
    Optional<String> words = words(file, name, type).filter(found -> !found.isBlank());
    return new Document(
        name,
        words.map(text -> name + "\n\n" + text).orElse(""),
        Fields.text(file, "webViewLink"),
        Fields.text(file.path("owners").path(0), "displayName")
            .or(() -> Fields.text(file.path("owners").path(0), "emailAddress")),
        Fields.time(file, "createdTime"),
        Fields.time(file, "modifiedTime"),
        Map.of("mime_type", type));
  }

  private Optional<String> words(JsonNode file, String name, String type) {
    String id = file.path("id").asString("");
    JsonNode allowed = file.path("capabilities").path("canDownload");
    if (allowed.isBoolean() && !allowed.asBoolean()) {
      throw ProviderFailure.of(Kind.RECORD, "the file may not be downloaded");
    }
    String export = EXPORTS.get(type);
    if (export != null) {
      String text = new String(api.export(id, export), StandardCharsets.UTF_8);
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }
    long size = Fields.text(file, "size").map(Long::parseLong).orElse(0L);
    if (size > LARGEST) {
      throw ProviderFailure.of(Kind.RECORD, "the file is too large");
    }
    return files.read(name, type, api.download(id));
  }
}
