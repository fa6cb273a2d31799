package io.hypnos.engine.search;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.settings.SearchSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;
import org.opensearch.client.opensearch.generic.Body;
import org.opensearch.client.opensearch.generic.OpenSearchGenericClient;
import org.opensearch.client.opensearch.generic.Requests;
import org.opensearch.client.opensearch.generic.Response;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5Transport;
import org.opensearch.client.transport.httpclient5.ApacheHttpClient5TransportBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One conversation with OpenSearch: a JSON request, a JSON answer, typed failures. */
final class SearchNode implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApacheHttpClient5Transport transport;
  private final OpenSearchGenericClient client;

  SearchNode(SearchSettings settings) {
    Timeout timeout = Timeout.ofMilliseconds(settings.timeout().toMillis());
    ApacheHttpClient5TransportBuilder builder =
        ApacheHttpClient5TransportBuilder.builder(host(settings.url()))
            .setRequestConfigCallback(request -> request.setResponseTimeout(timeout))
            .setConnectionConfigCallback(
                connection -> connection.setConnectTimeout(Timeout.ofSeconds(2)));
    // The HTTP client and the transport would both unpack a compressed answer.
    builder.setHttpClientConfigCallback(
        http -> authenticated(http.disableContentCompression(), settings));
    this.transport = builder.build();
    this.client = new OpenSearchGenericClient(transport);
  }

  private static HttpAsyncClientBuilder authenticated(
      HttpAsyncClientBuilder http, SearchSettings settings) {
    if (settings.user().isEmpty()) {
      return http;
    }
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(host(settings.url())),
        new UsernamePasswordCredentials(
            settings.user(), settings.password().reveal().toCharArray()));
    return http.setDefaultCredentialsProvider(credentials);
  }

  private static HttpHost host(URI url) {
    try {
      return HttpHost.create(url);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("hypnos.search.url is not usable: " + url, e);
    }
  }

  /** Sends a request and returns the answer; a status other than 2xx is a failure. */
  JsonNode call(String method, String path, Map<String, String> parameters, String body) {
    Answer answer = exchange(method, path, parameters, body, "application/json");
    return answer.require(method, path);
  }

  /** Sends newline-delimited JSON. */
  JsonNode callLines(String method, String path, Map<String, String> parameters, String lines) {
    Answer answer = exchange(method, path, parameters, lines, "application/x-ndjson");
    return answer.require(method, path);
  }

  /** Whether something exists under the path. */
  boolean exists(String path) {
    Answer answer = exchange("HEAD", path, Map.of(), null, "application/json");
    if (answer.status == 404) {
      return false;
    }
    answer.require("HEAD", path);
    return true;
  }

  private Answer exchange(
      String method, String path, Map<String, String> parameters, String body, String type) {
    Body content = body == null ? null : Body.from(body.getBytes(StandardCharsets.UTF_8), type);
    try (Response response =
        client.execute(Requests.create(method, path, List.of(), parameters, content))) {
      byte[] bytes =
          response.getBody().isPresent() ? response.getBody().get().bodyAsBytes() : new byte[0];
      return new Answer(response.getStatus(), bytes);
    } catch (IOException e) {
      throw HypnosException.unavailable("The search index", e);
    }
  }

  private record Answer(int status, byte[] bytes) {
    JsonNode require(String method, String path) {
      if (status >= 200 && status < 300) {
        return bytes.length == 0 ? JSON.nullNode() : JSON.readTree(bytes);
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      String reason = text.substring(0, Math.min(500, text.length()));
      IllegalStateException cause =
          new IllegalStateException(
              "%s %s answered %d: %s".formatted(method, path, status, reason));
      if (status == 429 || status >= 500) {
        throw HypnosException.unavailable("The search index", cause);
      }
      throw new HypnosException(ErrorCode.INTERNAL, "the search index refused a request", cause);
    }
  }

  @Override
  public void close() {
    try {
      transport.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot close the search client", e);
    }
  }
}
