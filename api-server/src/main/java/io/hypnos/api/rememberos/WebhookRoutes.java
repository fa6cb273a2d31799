package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.webhook.IssuedWebhook;
import io.hypnos.engine.webhook.NewWebhook;
import io.hypnos.engine.webhook.Webhook;
import io.hypnos.engine.webhook.Webhooks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one webhook of a tenant that speaks this dialect; its secret is shown once. */
@RestController
final class WebhookRoutes {
  private static final int LONGEST_URL = 2_048;
  private static final List<String> EVENTS =
      List.of("memory.created", "memory.updated", "memory.deleted");

  private final Webhooks webhooks;

  WebhookRoutes(Engine engine) {
    this.webhooks = engine.outbound().webhooks();
  }

  /**
   * @param url null when nobody is told
   */
  record Config(
      String url,
      @JsonProperty("created_at") @JsonInclude(JsonInclude.Include.NON_NULL) Instant createdAt) {}

  record Issued(String url, String secret) {}

  @GetMapping("/v1/memory/webhook/config")
  @Requires(Right.WRITE)
  Config get(Caller caller) {
    return own(caller).stream()
        .findFirst()
        .map(webhook -> new Config(webhook.url(), webhook.createdAt()))
        .orElse(new Config(null, null));
  }

  /** Takes the place of the one before, with a new secret. */
  @PutMapping("/v1/memory/webhook/config")
  @Requires(Right.WRITE)
  Issued put(Caller caller, JsonFields body) {
    String url = body.requiredText("url", 1, LONGEST_URL);
    body.check();
    IssuedWebhook issued =
        webhooks.replace(
            caller,
            new NewWebhook(
                url,
                EVENTS,
                Optional.empty(),
                Optional.empty(),
                WebhookFormat.ID,
                Optional.empty()));
    return new Issued(url, issued.secret().reveal());
  }

  @DeleteMapping("/v1/memory/webhook/config")
  @Requires(Right.WRITE)
  Config delete(Caller caller) {
    own(caller).forEach(webhook -> webhooks.revoke(caller, webhook.id()));
    return new Config(null, null);
  }

  private List<Webhook> own(Caller caller) {
    return webhooks.list(caller.tenantId(), Optional.empty(), Optional.empty(), false).stream()
        .filter(webhook -> webhook.format().equals(WebhookFormat.ID))
        .toList();
  }
}
