package io.hypnos.local.launcher;

import io.hypnos.local.stack.StackException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What intake could not process, through the operator API of the running stack. */
final class QuarantineCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PAGE = 100;

  private final Context context;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  QuarantineCommand(Context context) {
    this.context = context;
  }

  int run(Command.Quarantine wanted) throws IOException, InterruptedException {
    return switch (wanted.action()) {
      case "list" -> list(wanted.all());
      case "show" -> show(wanted.ids());
      default -> end(wanted.action(), wanted.ids());
    };
  }

  private int list(boolean all) throws IOException, InterruptedException {
    String after = "";
    int count = 0;
    do {
      JsonNode page =
          ask(
              "GET",
              "/admin/quarantine?limit=%d&state=%s%s".formatted(PAGE, all ? "all" : "open", after));
      for (JsonNode entry : page.path("entries")) {
        context.terminal().say("%s", line(entry));
        count++;
      }
      after = page.path("next").isNull() ? "" : "&after=" + page.path("next").asString();
    } while (!after.isEmpty());
    if (count == 0) {
      context.terminal().say("%s", "Nothing is in quarantine.");
    }
    return 0;
  }

  private static String line(JsonNode entry) {
    return String.join(
        "  ",
        entry.path("id").asString(),
        entry.path("state").asString(),
        entry.path("last_at").asString(),
        entry.path("stage").asString(),
        entry.path("label").asString("-"),
        entry.path("reason").asString());
  }

  private int show(List<String> ids) throws IOException, InterruptedException {
    for (String id : ids) {
      JsonNode entry = ask("GET", "/admin/quarantine/" + id);
      entry
          .properties()
          .forEach(
              field ->
                  context
                      .terminal()
                      .say("%-12s %s", field.getKey(), field.getValue().asString("-")));
      context
          .terminal()
          .say(
              "%s",
              ask("GET", "/admin/quarantine/" + id + "/original").path("original").asString());
    }
    return 0;
  }

  private int end(String action, List<String> ids) throws IOException, InterruptedException {
    for (String id : ids) {
      JsonNode entry = ask("POST", "/admin/quarantine/%s/%s".formatted(id, action));
      context.terminal().say("%s", line(entry));
    }
    return 0;
  }

  private JsonNode ask(String method, String path) throws IOException, InterruptedException {
    String host = context.effectiveSettings().api().host();
    int port = context.effectiveSettings().api().port();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(host, port, path)))
            .timeout(PATIENCE)
            .header("X-Api-Key", key())
            .method(method, BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      JsonNode body = JsonMapper.shared().readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new StackException(
            "%s (%d)."
                .formatted(
                    body.path("error").path("message").asString("The operator API refuses"),
                    answer.statusCode()));
      }
      return body;
    } catch (ConnectException e) {
      throw new StackException("The api-server does not answer; './hypnos status' tells more.");
    }
  }

  private String key() throws IOException {
    return context.settings().rootKey().isPresent()
        ? context.settings().rootKey().get().reveal()
        : Files.readString(context.data().rootKey()).trim();
  }
}
