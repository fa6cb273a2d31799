package io.hypnos.engine;

import io.hypnos.engine.audit.AuditLog;
import io.hypnos.engine.concept.Associations;
import io.hypnos.engine.concept.ConceptMap;
import io.hypnos.engine.concept.ConceptStore;
import io.hypnos.engine.database.Database;
import io.hypnos.engine.deletion.SpaceDeletion;
import io.hypnos.engine.deletion.TenantReset;
import io.hypnos.engine.feedback.Feedback;
import io.hypnos.engine.graph.EdgeReader;
import io.hypnos.engine.graph.EdgeStore;
import io.hypnos.engine.graph.GraphWalk;
import io.hypnos.engine.history.Histories;
import io.hypnos.engine.history.HistoryReader;
import io.hypnos.engine.history.HistoryWriter;
import io.hypnos.engine.job.JobQueue;
import io.hypnos.engine.job.Jobs;
import io.hypnos.engine.memory.Memories;
import io.hypnos.engine.relation.Links;
import io.hypnos.engine.room.Rooms;
import io.hypnos.engine.space.SpaceAccess;
import io.hypnos.engine.space.SpaceGrants;
import io.hypnos.engine.space.Spaces;
import io.hypnos.engine.task.Tasks;
import io.hypnos.engine.triple.Triples;
import io.hypnos.engine.version.Versions;
import io.hypnos.engine.visibility.Visibilities;
import io.hypnos.settings.HypnosSettings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** What stands around memories, put together: concepts, relations, history, facts, tasks, rooms. */
public final class Knowledge {
  private final Associations associations;
  private final GraphWalk walk;
  private final Links links;
  private final Histories histories;
  private final Triples triples;
  private final Tasks tasks;
  private final Spaces spaces;
  private final SpaceGrants grants;
  private final SpaceDeletion spaceDeletion;
  private final TenantReset reset;
  private final ConceptMap conceptMap;
  private final Rooms rooms;
  private final Feedback feedback;
  private final Jobs jobs;
  private final JobQueue jobQueue;

  public Knowledge(
      HypnosSettings settings, Database database, AuditLog audit, Memories memories, Clock clock) {
    SpaceAccess access = new SpaceAccess();
    Visibilities visibilities = new Visibilities(clock);
    EdgeReader edges = new EdgeReader();
    associations = new Associations(settings.concept(), new ConceptStore(settings.concept()));
    walk = new GraphWalk(settings.graph(), edges);
    links =
        new Links(
            database,
            memories.reader(),
            visibilities,
            access,
            new EdgeStore(),
            edges,
            walk,
            audit,
            clock);
    histories =
        new Histories(
            database, memories, new Versions(UUID::randomUUID), visibilities, access, audit, clock);
    triples =
        new Triples(
            database, memories.reader(), visibilities, access, audit, UUID::randomUUID, clock);
    tasks = new Tasks(database, visibilities, access, audit, UUID::randomUUID, clock);
    spaces = new Spaces(database, access, audit, clock);
    grants = new SpaceGrants(database, audit, clock);
    spaceDeletion = new SpaceDeletion(database, spaces, access, memories.remover());
    reset = new TenantReset(database, spaces, memories.remover(), associations, audit);
    feedback =
        new Feedback(memories.editor(), associations, settings.importance().valenceRate(), clock);
    rooms = new Rooms(database, audit, UUID::randomUUID, new SecureRandom(), clock);
    conceptMap = new ConceptMap(database, associations);
    jobs = new Jobs(database, UUID::randomUUID, clock);
    jobQueue = new JobQueue(database, settings.job(), clock);
  }

  public Associations associations() {
    return associations;
  }

  public GraphWalk walk() {
    return walk;
  }

  public Links links() {
    return links;
  }

  public HistoryReader history() {
    return histories.reader();
  }

  public HistoryWriter historyWriter() {
    return histories.writer();
  }

  public Triples triples() {
    return triples;
  }

  public Tasks tasks() {
    return tasks;
  }

  public Spaces spaces() {
    return spaces;
  }

  public SpaceGrants grants() {
    return grants;
  }

  public SpaceDeletion spaceDeletion() {
    return spaceDeletion;
  }

  public TenantReset reset() {
    return reset;
  }

  /** What is learned from how well memories served. */
  public Feedback feedback() {
    return feedback;
  }

  /** What tenants share. */
  public Rooms rooms() {
    return rooms;
  }

  public ConceptMap conceptMap() {
    return conceptMap;
  }

  public Jobs jobs() {
    return jobs;
  }

  public JobQueue jobQueue() {
    return jobQueue;
  }
}
