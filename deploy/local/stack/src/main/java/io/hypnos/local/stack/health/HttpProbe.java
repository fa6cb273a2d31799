package io.hypnos.local.stack.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Healthy when the answer says so.
 *
 * @param says whether status and body are those of a healthy part
 */
record HttpProbe(URI uri, Predicate<Answer> says) implements HealthProbe {
  private static final int MOST_READ = 65_536;

  @Override
  public Optional<String> problem(Duration limit) {
    try {
      Answer answer = ask(limit);
      return says.test(answer)
          ? Optional.empty()
          : Optional.of("%s answered %d %s".formatted(uri, answer.status(), answer.excerpt()));
    } catch (IOException e) {
      return Optional.of("no answer from %s: %s".formatted(uri, e.getMessage()));
    }
  }

  private Answer ask(Duration limit) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout((int) limit.toMillis());
    connection.setReadTimeout((int) limit.toMillis());
    connection.setUseCaches(false);
    connection.setInstanceFollowRedirects(false);
    int status = connection.getResponseCode();
    try (InputStream body =
        status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
      return new Answer(
          status,
          body == null ? "" : new String(body.readNBytes(MOST_READ), StandardCharsets.UTF_8));
    }
  }

  /** Status and body of a response. */
  record Answer(int status, String body) {
    boolean matches(String pattern) {
      return status == 200 && java.util.regex.Pattern.compile(pattern).matcher(body).find();
    }

    String excerpt() {
      return body.substring(0, Math.min(body.length(), 200));
    }
  }
}
