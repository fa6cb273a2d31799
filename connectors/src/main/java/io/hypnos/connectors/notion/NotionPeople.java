package io.hypnos.connectors.notion;

import io.hypnos.connectors.call.Fields;
import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.connectors.call.ProviderHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Names of people; pages know them by their ids. Each is asked for once a run. */
final class NotionPeople {
  private static final int MOST = 5_000;

  private final ProviderHttp http;
  private final Map<String, Optional<String>> names = new HashMap<>();
  private boolean refused;

  NotionPeople(ProviderHttp http) {
    this.http = http;
  }

  Optional<String> name(JsonNode user) {
    Optional<String> id = Fields.text(user, "id").filter(text -> text.matches("[0-9A-Za-z-]+"));
    Optional<String> told = Fields.text(user, "name");
    if (told.isPresent() || id.isEmpty()) {
      return told;
    }
    if (names.size() > MOST) {
      names.clear();
    }
    Optional<String> name = names.get(id.get());
    if (name == null) {
      name = ask(id.get());
      names.put(id.get(), name);
    }
    return name;
  }

  private Optional<String> ask(String id) {
    if (refused) {
      return Optional.empty();
    }
    try {
      return Fields.text(http.get("/users/" + id, List.of()), "name");
    } catch (ProviderFailure e) {
      if (e.is(Kind.FORBIDDEN)) {
        refused = true; // The integration may not read about people at all.
        return Optional.empty();
      }
      if (e.is(Kind.NOT_FOUND) || e.is(Kind.CONFIGURATION)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
