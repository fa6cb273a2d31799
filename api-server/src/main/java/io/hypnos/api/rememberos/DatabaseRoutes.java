package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.BareText;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.brought.BroughtDatabase;
import io.hypnos.engine.brought.TenantDatabases;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.settings.Secret;
import java.time.Instant;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** The PostgreSQL that a tenant brings for its rows: tried and migrated before they move there. */
@RestController
final class DatabaseRoutes {
  private static final String DSN = "dsn";
  private static final int LONGEST_DSN = 2_048;

  private final TenantDatabases databases;

  DatabaseRoutes(Engine engine) {
    this.databases = engine.tenantDatabases();
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Config(
      boolean configured,
      String dsn,
      String version,
      @JsonProperty("verified_at") Instant verifiedAt) {
    static final Config NONE = new Config(false, null, null, null);

    static Config of(BroughtDatabase brought) {
      return new Config(true, brought.dsn(), brought.version(), brought.verifiedAt());
    }
  }

  @GetMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  Config get(Caller caller) {
    return databases.find(caller.tenantId()).map(Config::of).orElse(Config.NONE);
  }

  @PutMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  Config put(Caller caller, @BareText(DSN) JsonFields body) {
    String dsn = body.requiredText(DSN, 1, LONGEST_DSN);
    body.check();
    return Config.of(databases.bring(caller, Secret.of(dsn)));
  }

  @DeleteMapping("/v1/memory/database/config")
  @Requires(Right.WRITE)
  Config delete(Caller caller) {
    databases.remove(caller);
    return Config.NONE;
  }
}
