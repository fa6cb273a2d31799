package io.hypnos.engine.concept;

import io.hypnos.engine.database.Database;
import java.util.UUID;

/** The associations of a tenant, to look at. */
public final class ConceptMap {
  private static final String TENANT_SCOPE = "";

  private final Database database;
  private final Associations associations;

  public ConceptMap(Database database, Associations associations) {
    this.database = database;
    this.associations = associations;
  }

  public ConceptGraph around(UUID tenantId, ConceptGraph.Walk walk) {
    return database.inTenant(
        tenantId, handle -> associations.graph(handle, tenantId, TENANT_SCOPE, walk));
  }

  /** How many associations there are. */
  public long associations(UUID tenantId) {
    return database.inTenant(
        tenantId, handle -> associations.count(handle, tenantId, TENANT_SCOPE));
  }
}
