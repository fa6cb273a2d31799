package io.hypnos.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypnos.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How a stranger tries to get at connections, whose ids are unknown to it. */
final class ConnectionProbes {
  private static final String ALL = "/v1/memory/connections";
  private static final String ONE = ALL + "/00000000-0000-4000-8000-00000000beef";

  private ConnectionProbes() {}

  /** A probe a route. */
  static Map<String, Consumer<ApiClient>> all() {
    Map<String, Consumer<ApiClient>> all = new HashMap<>();
    all.put("POST " + ALL, ConnectionProbes::create);
    all.put("GET " + ALL, ConnectionProbes::list);
    all.put("GET " + ALL + "/oauth/{provider}/start", ConnectionProbes::consent);
    all.put("GET " + ALL + "/oauth/{provider}/callback", ConnectionProbes::madeUpState);
    for (String route : new String[] {"GET {id}", "DELETE {id}", "GET {id}/runs"}) {
      String method = route.substring(0, route.indexOf(' '));
      String rest = route.substring(route.indexOf('}') + 1);
      all.put(method + " " + ALL + "/{id}" + rest, client -> unknown(client, method, rest));
    }
    for (String verb : new String[] {"/sync", "/pause", "/resume"}) {
      all.put("POST " + ALL + "/{id}" + verb, client -> unknown(client, "POST", verb));
    }
    return all;
  }

  private static void create(ApiClient client) {
    Answer answer = client.post(ALL, Map.of("provider", "nothing", "collection", "shared-name"));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
  }

  private static void list(ApiClient client) {
    assertThat(client.get(ALL).text()).isEqualTo("[]");
  }

  private static void consent(ApiClient client) {
    Answer answer = client.get(ALL + "/oauth/notion/start?collection=shared-name");

    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
  }

  private static void madeUpState(ApiClient client) {
    Answer answer = client.get(ALL + "/oauth/notion/callback?code=c&state=guessed");

    assertThat(answer.header("Location")).isEqualTo("/dashboard?oauth_error=invalid_state");
    list(client);
  }

  private static void unknown(ApiClient client, String method, String rest) {
    Answer answer =
        client.call(
            method,
            ONE + rest,
            Map.of("Content-Type", "application/json"),
            BodyPublishers.ofString(method.equals("POST") ? "{}" : ""));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
  }
}
