package io.hypnos.engine.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hypnos.settings.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Audio transcriptions: a form with the recording in it. */
final class TranscriptionWire implements MediaWire {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI address;
  private final Optional<Secret> key;
  private final String model;

  TranscriptionWire(URI baseUrl, Optional<Secret> key, String model) {
    this.address = Addresses.below(baseUrl, "audio/transcriptions");
    this.key = key;
    this.model = model;
  }

  @Override
  public HttpRequest request(String name, String contentType, byte[] bytes) {
    String boundary = "hypnos-" + UUID.randomUUID();
    String head =
        """
        --%1$s
        Content-Disposition: form-data; name="model"

        %2$s
        --%1$s
        Content-Disposition: form-data; name="response_format"

        json
        --%1$s
        Content-Disposition: form-data; name="file"; filename="%3$s"
        Content-Type: %4$s

        """
            .formatted(boundary, model, harmless(name), harmless(contentType))
            .replace("\n", "\r\n");
    String tail = "\r\n--" + boundary + "--\r\n";
    return Addresses.request(address, key)
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .POST(
            BodyPublishers.ofByteArrays(List.of(head.getBytes(UTF_8), bytes, tail.getBytes(UTF_8))))
        .build();
  }

  @Override
  public Optional<String> read(byte[] answer) {
    try {
      return Optional.of(JSON.readTree(answer).path("text").asString(""))
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    } catch (JacksonException e) {
      // An endpoint that answers something else has not answered.
      return Optional.empty();
    }
  }

  /** The endpoint tells the format by the ending of the name. */
  private static String harmless(String name) {
    return name.replaceAll("[^A-Za-z0-9./+_ -]", "_");
  }
}
