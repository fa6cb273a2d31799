package io.hypnos.api.rememberos;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.api.web.Ids;
import io.hypnos.api.web.JsonFields;
import io.hypnos.engine.Engine;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.space.SpaceGrant;
import io.hypnos.engine.space.SpaceGrants;
import io.hypnos.engine.tenancy.ApiKey;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.tenancy.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Agents, which are the keys of a tenant, and what they may do in closed collections. */
@RestController
final class AgentRoutes {
  private static final int LONGEST_ID = 64;

  private final KeyStore keys;
  private final SpaceGrants grants;

  AgentRoutes(Engine engine) {
    this.keys = engine.keys();
    this.grants = engine.knowledge().grants();
  }

  record AgentView(
      UUID id,
      String label,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("created_at") Instant createdAt) {
    static AgentView of(ApiKey key) {
      return new AgentView(key.id(), key.label(), key.readOnly(), key.createdAt());
    }
  }

  record GrantView(
      @JsonProperty("agent_key_id") UUID agentKeyId,
      String label,
      @JsonProperty("can_read") boolean canRead,
      @JsonProperty("can_write") boolean canWrite,
      @JsonProperty("created_at") Instant createdAt) {
    static GrantView of(SpaceGrant grant) {
      return new GrantView(
          grant.keyId(), grant.label(), grant.canRead(), grant.canWrite(), grant.createdAt());
    }
  }

  record Grants(boolean restricted, List<GrantView> grants) {}

  record Revoked(boolean revoked, boolean restricted) {}

  @GetMapping("/v1/memory/agents")
  @Requires(Right.READ)
  List<AgentView> agents(Caller caller) {
    return keys.list(caller.tenantId()).stream()
        .filter(key -> key.revokedAt().isEmpty())
        .map(AgentView::of)
        .toList();
  }

  @GetMapping("/v1/memory/collections/{collection}/grants")
  @Requires(Right.READ)
  Grants list(Caller caller, @PathVariable String collection) {
    List<GrantView> found =
        grants.list(caller.tenantId(), collection).stream().map(GrantView::of).toList();
    return new Grants(!found.isEmpty(), found);
  }

  /** Managing grants asks for none, so that a tenant cannot lock itself out. */
  @PutMapping("/v1/memory/collections/{collection}/grants")
  @Requires(Right.WRITE)
  GrantView put(Caller caller, @PathVariable String collection, JsonFields body) {
    String agent = body.requiredText("agent_key_id", 1, LONGEST_ID);
    boolean read = body.flag("can_read").orElse(true);
    boolean write = body.flag("can_write").orElse(false);
    body.check();
    return GrantView.of(grants.put(caller, collection, requireKey(agent), read, write));
  }

  @DeleteMapping("/v1/memory/collections/{collection}/grants/{agentKeyId}")
  @Requires(Right.WRITE)
  Revoked delete(Caller caller, @PathVariable String collection, @PathVariable String agentKeyId) {
    return new Revoked(true, grants.delete(caller, collection, requireKey(agentKeyId)));
  }

  private static UUID requireKey(String id) {
    return Ids.parse(id)
        .orElseThrow(() -> new HypnosException(ErrorCode.NOT_FOUND, "No such agent"));
  }
}
