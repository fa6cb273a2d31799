package io.hypnos.engine.media;

import io.hypnos.settings.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Optional;

/** Where a model is asked, and with which key. */
final class Addresses {
  private Addresses() {}

  static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create(text.endsWith("/") ? text + path : text + "/" + path);
  }

  static HttpRequest.Builder request(URI address, Optional<Secret> key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Accept", "application/json");
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
    return request;
  }
}
