package io.hypnos.api.mnemoverse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.hypnos.api.security.Requires;
import io.hypnos.api.security.Right;
import io.hypnos.engine.Engine;
import io.hypnos.engine.concept.ConceptMap;
import io.hypnos.engine.deletion.SpaceDeletion;
import io.hypnos.engine.deletion.TenantReset;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.memory.MemoryCensus;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.settings.HypnosSettings;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** All that a tenant has: how much it is, in which domains; and taking it away. */
@RestController
final class DomainRoutes {
  private final MemoryCensus census;
  private final ConceptMap concepts;
  private final SpaceDeletion deletion;
  private final TenantReset reset;
  private final boolean allowReset;

  DomainRoutes(Engine engine, HypnosSettings settings) {
    this.census = engine.memories().census();
    this.concepts = engine.knowledge().conceptMap();
    this.deletion = engine.knowledge().spaceDeletion();
    this.reset = engine.knowledge().reset();
    this.allowReset = settings.mnemoverse().allowReset();
  }

  record Stats(
      @JsonProperty("total_atoms") long totalAtoms,
      long episodes,
      long prototypes,
      long singletons,
      @JsonProperty("hebbian_edges") long hebbianEdges,
      @JsonProperty("episodic_fingerprints") long episodicFingerprints,
      List<String> domains,
      @JsonProperty("avg_valence") double avgValence,
      @JsonProperty("avg_importance") double avgImportance) {}

  record Domains(List<String> domains) {}

  record DeletedDomain(int deleted, String domain) {}

  record DeletedAll(int deleted) {}

  @GetMapping("/api/v1/memory/stats")
  @Requires(Right.READ)
  Stats stats(Caller caller) {
    MemoryCensus.Count count = census.count(Viewer.of(caller));
    return new Stats(
        count.live(),
        count.live() - count.prototypes() - count.distinctive(),
        count.prototypes(),
        count.distinctive(),
        concepts.associations(caller.tenantId()),
        count.texts(),
        count.spaces(),
        count.meanValence(),
        count.meanImportance());
  }

  @GetMapping("/api/v1/memory/domains")
  @Requires(Right.READ)
  Domains domains(Caller caller) {
    return new Domains(census.spaces(Viewer.of(caller)));
  }

  @DeleteMapping("/api/v1/memory/domain/{domain}")
  @Requires(Right.WRITE)
  DeletedDomain delete(Caller caller, @PathVariable String domain) {
    if (Domain.roomOf(domain).isPresent()) {
      throw new HypnosException(ErrorCode.FORBIDDEN, "A room cannot be wiped this way.");
    }
    try {
      return new DeletedDomain(deletion.delete(caller, domain), domain);
    } catch (HypnosException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        return new DeletedDomain(0, domain);
      }
      throw e;
    }
  }

  @DeleteMapping("/api/v1/memory/reset")
  @Requires(Right.WRITE)
  DeletedAll reset(Caller caller) {
    if (!allowReset) {
      throw new HypnosException(
          ErrorCode.FORBIDDEN,
          "Reset is disabled; an operator enables it with hypnos.mnemoverse.allow-reset.");
    }
    return new DeletedAll(reset.run(caller));
  }
}
