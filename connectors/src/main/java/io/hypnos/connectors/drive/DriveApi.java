package io.hypnos.connectors.drive;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderHttp;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The calls of Drive that are used. */
final class DriveApi {
  static final String NATIVE = "application/vnd.google-apps.";
  static final String FOLDER = NATIVE + "folder";
  static final String SHORTCUT = NATIVE + "shortcut";
  private static final String FILE =
      "id,name,mimeType,modifiedTime,createdTime,trashed,parents,webViewLink,size,md5Checksum,"
          + "owners(displayName,emailAddress),shortcutDetails,capabilities/canDownload";

  private final ProviderHttp http;

  DriveApi(ProviderHttp http) {
    this.http = http;
  }

  /** A page of files, as Drive tells them. */
  record Files(List<JsonNode> files, Optional<String> next, boolean complete) {}

  static String quoted(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  JsonNode file(String id) {
    return http.get(path(id), shared().with("fields", FILE).list());
  }

  private static String path(String id) {
    return "/files/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private static Parameters shared() {
    return Parameters.none().with("supportsAllDrives", "true");
  }

  /**
   * Files, changed last first.
   *
   * @throws ProviderFailure with {@code EXPIRED_PAGE} when the token is not taken
   */
  Files list(String q, Optional<String> token, int size) {
    try {
      JsonNode page =
          http.get(
              "/files",
              shared()
                  .with("includeItemsFromAllDrives", "true")
                  .with("q", q)
                  .with("orderBy", "modifiedTime desc")
                  .with("pageSize", String.valueOf(size))
                  .with("pageToken", token)
                  .with("fields", "nextPageToken,incompleteSearch,files(" + FILE + ")")
                  .list());
      List<JsonNode> files = new ArrayList<>();
      page.path("files").forEach(files::add);
      return new Files(
          files, Fields.text(page, "nextPageToken"), !Fields.flag(page, "incompleteSearch"));
    } catch (ProviderFailure e) {
      throw token.isPresent() ? GoogleErrors.ofPage(e) : e;
    }
  }

  /** Where the feed of changes is now. */
  String now() {
    return http.get("/changes/startPageToken", shared().list()).path("startPageToken").asString("");
  }

  /**
   * Changes from a place on.
   *
   * @throws ProviderFailure with {@code EXPIRED_PAGE} when Drive has forgotten the place
   */
  JsonNode changes(String place, int size) {
    try {
      return http.get(
          "/changes",
          shared()
              .with("includeItemsFromAllDrives", "true")
              .with("pageToken", place)
              .with("pageSize", String.valueOf(size))
              .with(
                  "fields",
                  "nextPageToken,newStartPageToken,changes(changeType,fileId,removed,time,file("
                      + FILE
                      + "))")
              .list());
    } catch (ProviderFailure e) {
      throw GoogleErrors.ofPage(e);
    }
  }

  byte[] export(String id, String type) {
    return http.bytes(path(id) + "/export", Parameters.none().with("mimeType", type).list());
  }

  byte[] download(String id) {
    return http.bytes(path(id), shared().with("alt", "media").list());
  }

  Optional<Instant> vendorNow() {
    return http.vendorNow();
  }
}
