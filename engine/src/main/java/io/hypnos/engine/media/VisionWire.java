package io.hypnos.engine.media;

import io.hypnos.settings.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions with a picture in the question. */
final class VisionWire implements MediaWire {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI address;
  private final Optional<Secret> key;
  private final String model;
  private final String prompt;

  VisionWire(URI baseUrl, Optional<Secret> key, String model, String prompt) {
    this.address = Addresses.below(baseUrl, "chat/completions");
    this.key = key;
    this.model = model;
    this.prompt = prompt;
  }

  @Override
  public HttpRequest request(String name, String contentType, byte[] bytes) {
    ObjectNode question = JSON.createObjectNode().put("model", model);
    ObjectNode message = question.putArray("messages").addObject().put("role", "user");
    var content = message.putArray("content");
    content.addObject().put("type", "text").put("text", prompt);
    content
        .addObject()
        .put("type", "image_url")
        .putObject("image_url")
        .put("url", "data:" + contentType + ";base64," + Base64.getEncoder().encodeToString(bytes));
    return Addresses.request(address, key)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(question)))
        .build();
  }

  @Override
  public Optional<String> read(byte[] answer) {
    try {
      return Optional.of(
              JSON.readTree(answer)
                  .path("choices")
                  .path(0)
                  .path("message")
                  .path("content")
                  .asString(""))
          .map(String::strip)
          .filter(text -> !text.isEmpty());
    } catch (JacksonException e) {
      // An endpoint that answers something else has not answered.
      return Optional.empty();
    }
  }
}
