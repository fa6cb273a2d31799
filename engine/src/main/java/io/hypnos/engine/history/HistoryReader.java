package io.hypnos.engine.history;

import io.hypnos.engine.database.Database;
import io.hypnos.engine.version.Branch;
import io.hypnos.engine.version.Commit;
import io.hypnos.engine.version.HashChain;
import io.hypnos.engine.version.SnapshotRule;
import io.hypnos.engine.version.VersionReader;
import io.hypnos.engine.visibility.Viewer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/**
 * The history of a memory, as far as the viewer may see it: the memory has to be visible, and each
 * version by the rule of its own moment.
 */
public final class HistoryReader {
  private final Database database;
  private final VersionReader versions;
  private final VersionAccess access;

  HistoryReader(Database database, VersionReader versions, VersionAccess access) {
    this.database = database;
    this.versions = versions;
    this.access = access;
  }

  private <T> T read(Viewer viewer, UUID memoryId, BiFunction<Handle, SnapshotRule, T> reading) {
    access.requireReadable(viewer, memoryId);
    return database.inTenant(
        viewer.tenantId(), handle -> reading.apply(handle, access.rule(handle, viewer)));
  }

  /** The versions made on a branch, oldest first; none when there is no such branch. */
  public List<Commit> versions(Viewer viewer, UUID memoryId, String branch) {
    return read(
        viewer,
        memoryId,
        (handle, rule) ->
            versions.ofBranch(handle, viewer.tenantId(), memoryId, branch).stream()
                .filter(commit -> rule.test(commit.snapshot()))
                .toList());
  }

  public Commit version(Viewer viewer, UUID memoryId, String branch, int number) {
    return read(
        viewer,
        memoryId,
        (handle, rule) -> require(handle, rule, viewer.tenantId(), memoryId, branch, number));
  }

  private Commit require(
      Handle handle, SnapshotRule rule, UUID tenantId, UUID memoryId, String branch, int number) {
    return versions
        .find(handle, tenantId, memoryId, branch, number)
        .filter(commit -> rule.test(commit.snapshot()))
        .orElseThrow(() -> Missing.version(memoryId, branch, number));
  }

  /** How the text changed between two versions of a branch, as a unified diff. */
  public String diff(Viewer viewer, UUID memoryId, String branch, int from, int to) {
    return read(
        viewer,
        memoryId,
        (handle, rule) -> {
          UUID tenantId = viewer.tenantId();
          Commit before = require(handle, rule, tenantId, memoryId, branch, from);
          Commit after = require(handle, rule, tenantId, memoryId, branch, to);
          return UnifiedDiff.of(
              "%s/v%d".formatted(branch, from),
              "%s/v%d".formatted(branch, to),
              before.snapshot().content(),
              after.snapshot().content());
        });
  }

  /** A branch's commits from its head back through parents, also those of the branch it left. */
  public List<LogEntry> log(Viewer viewer, UUID memoryId, String branch, int limit) {
    return read(
        viewer,
        memoryId,
        (handle, rule) -> {
          Branch found =
              versions
                  .branch(handle, viewer.tenantId(), memoryId, branch)
                  .orElseThrow(() -> Missing.branch(memoryId, branch));
          List<Commit> line =
              found
                  .head()
                  .map(head -> versions.line(handle, viewer.tenantId(), head))
                  .orElse(List.of());
          return entries(line, rule, limit);
        });
  }

  private static List<LogEntry> entries(List<Commit> line, SnapshotRule rule, int limit) {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < line.size() && entries.size() < limit; i++) {
      if (rule.test(line.get(i).snapshot())) {
        boolean parentVisible = i + 1 < line.size() && rule.test(line.get(i + 1).snapshot());
        entries.add(
            new LogEntry(line.get(i), parentVisible ? line.get(i).parentHash() : Optional.empty()));
      }
    }
    return entries;
  }

  public LogEntry commit(Viewer viewer, UUID memoryId, String hash) {
    return read(
        viewer,
        memoryId,
        (handle, rule) -> {
          Commit commit =
              visible(handle, rule, viewer, memoryId, hash)
                  .orElseThrow(() -> Missing.commit(memoryId, hash));
          Optional<String> parent =
              commit
                  .parentHash()
                  .filter(name -> visible(handle, rule, viewer, memoryId, name).isPresent());
          return new LogEntry(commit, parent);
        });
  }

  private Optional<Commit> visible(
      Handle handle, SnapshotRule rule, Viewer viewer, UUID memoryId, String hash) {
    return versions
        .byHash(handle, viewer.tenantId(), memoryId, hash)
        .filter(commit -> rule.test(commit.snapshot()));
  }

  /** The branches whose head may be seen, newest first. */
  public List<Branch> branches(Viewer viewer, UUID memoryId) {
    return read(
        viewer,
        memoryId,
        (handle, rule) ->
            versions.branches(handle, viewer.tenantId(), memoryId).stream()
                .filter(
                    branch -> branch.head().map(head -> rule.test(head.snapshot())).orElse(false))
                .toList());
  }

  /** What is wrong with the history of a memory, computed anew; nothing when it is sound. */
  public List<HashChain.Finding> verify(Viewer viewer, UUID memoryId) {
    return read(
        viewer,
        memoryId,
        (handle, rule) ->
            HashChain.flaws(
                viewer.tenantId(),
                versions.all(handle, viewer.tenantId(), memoryId),
                versions.branches(handle, viewer.tenantId(), memoryId)));
  }
}
