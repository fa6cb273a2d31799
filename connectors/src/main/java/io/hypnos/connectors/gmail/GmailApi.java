package io.hypnos.connectors.gmail;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.Parameters;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import io.hypnos.connectors.drive.GoogleErrors;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The calls of Gmail that are used. */
final class GmailApi {
  private static final String ME = "/users/me";

  private final ProviderHttp http;

  GmailApi(ProviderHttp http) {
    this.http = http;
  }

  /** A page of ids, newest first. */
  record Ids(List<String> ids, Optional<String> next) {}

  /**
   * Mails that are neither spam nor in the trash.
   *
   * @throws ProviderFailure with {@code EXPIRED_PAGE} when the token is not taken
   */
  Ids list(Optional<String> query, Optional<String> token, int size) {
    try {
      JsonNode page =
          http.get(
              ME + "/messages",
              Parameters.none()
                  .with("maxResults", String.valueOf(size))
                  .with("q", query)
                  .with("pageToken", token)
                  .list());
      List<String> ids = new ArrayList<>();
      page.path("messages").forEach(message -> ids.add(message.path("id").asString("")));
      return new Ids(ids, Fields.text(page, "nextPageToken"));
    } catch (ProviderFailure e) {
      throw token.isPresent() ? GoogleErrors.ofPage(e) : e;
    }
  }

  /** Where the history of the mailbox is now. */
  String now() {
    return http.get(ME + "/profile", List.of()).path("historyId").asString("");
  }

  /**
   * What happened after a place.
   *
   * @throws ProviderFailure with {@code NOT_FOUND} when that is too long ago, with {@code
   *     EXPIRED_PAGE} when the token is not taken
   */
  JsonNode history(String start, Optional<String> token, int size) {
    try {
      return http.get(
          ME + "/history",
          Parameters.none()
              .with("startHistoryId", start)
              .with("maxResults", String.valueOf(size))
              .with("pageToken", token)
              .list());
    } catch (ProviderFailure e) {
      boolean forgotten = e.is(Kind.NOT_FOUND) || token.isEmpty();
      throw forgotten ? e : GoogleErrors.ofPage(e);
    }
  }

  JsonNode message(String id) {
    try {
      return http.get(path(id), Parameters.none().with("format", "full").list());
    } catch (ProviderFailure e) {
      // No mail is forbidden by itself: the token does not reach for bodies.
      throw e.is(Kind.FORBIDDEN)
          ? ProviderFailure.of(Kind.CONFIGURATION, e.getMessage() + ": mails may not be read", e)
          : e;
    }
  }

  private static String path(String id) {
    return ME + "/messages/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  /** The bytes of an attachment, encoded; empty when it is gone. */
  Optional<String> attachment(String message, String id) {
    try {
      String path = path(message) + "/attachments/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
      return Fields.text(http.get(path, List.of()), "data");
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.RECORD)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  Optional<Instant> vendorNow() {
    return http.vendorNow();
  }
}
