package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.brought.BroughtModel;
import io.hypnos.engine.brought.BroughtModels;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.Secret;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The language model that a tenant brings: tried before it is kept, its key never shown. */
@RestController
final class ModelRoutes {
  private static final String CUSTOM = "custom";
  private static final int LONGEST_URL = 2_048;
  private static final int LONGEST_MODEL = 256;
  private static final int LONGEST_KEY = 4_096;

  private final BroughtModels models;

  ModelRoutes(Engine engine) {
    this.models = engine.broughtModels();
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Config(
      boolean configured,
      String provider,
      @JsonProperty("base_url") String baseUrl,
      String model,
      @JsonProperty("has_api_key") Boolean hasApiKey,
      @JsonProperty("verified_at") Instant verifiedAt) {
    static final Config NONE = new Config(false, null, null, null, null, null);

    static Config of(BroughtModel brought) {
      return new Config(
          true, CUSTOM, brought.baseUrl(), brought.model(), brought.hasKey(), brought.verifiedAt());
    }
  }

  @GetMapping("/v1/memory/extraction/config")
  @Requires(Right.WRITE)
  Config get(Caller caller) {
    return models.find(caller.tenantId()).map(Config::of).orElse(Config.NONE);
  }

  @PutMapping("/v1/memory/extraction/config")
  @Requires(Right.WRITE)
  Config put(Caller caller, JsonFields body) {
    Providers.require(body, "provider", CUSTOM);
    String baseUrl = body.requiredText("base_url", 1, LONGEST_URL);
    String model = body.requiredText("model", 1, LONGEST_MODEL);
    Optional<Secret> key = body.text("api_key", 1, LONGEST_KEY).map(Secret::of);
    body.check();
    return Config.of(models.bring(caller, baseUrl, model, key));
  }

  @DeleteMapping("/v1/memory/extraction/config")
  @Requires(Right.WRITE)
  Config delete(Caller caller) {
    models.remove(caller);
    return Config.NONE;
  }
}
