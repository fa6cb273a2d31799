package io.hypnos.engine.version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Whether the history of a memory is what was once committed. */
public final class HashChain {
  private HashChain() {}

  /** What is wrong with a commit or a branch. */
  public enum Flaw {
    /** Its fields do not give its hash: something was changed. */
    HASH,
    /** Its parent is not there: something was removed. */
    PARENT,
    /** It does not count on from its parent. */
    NUMBER,
    /** The branch leads to no commit of the memory. */
    HEAD
  }

  /** One flaw; {@code where} is a commit's hash or a branch's name. */
  public record Finding(Flaw flaw, String where) {}

  /** Recomputes the hash of every commit and follows every parent and head. */
  public static List<Finding> flaws(UUID tenantId, List<Commit> commits, List<Branch> branches) {
    Map<String, Commit> byHash = new HashMap<>();
    commits.forEach(commit -> byHash.put(commit.hash(), commit));
    List<Finding> findings = new ArrayList<>();
    for (Commit commit : commits) {
      if (!CommitHash.of(tenantId, commit).equals(commit.hash())) {
        findings.add(new Finding(Flaw.HASH, commit.hash()));
      }
      Optional<Commit> parent = commit.parentHash().map(byHash::get);
      if (commit.parentHash().isPresent() && parent.isEmpty()) {
        findings.add(new Finding(Flaw.PARENT, commit.hash()));
      } else if (commit.number() != parent.map(Commit::number).orElse(0) + 1) {
        findings.add(new Finding(Flaw.NUMBER, commit.hash()));
      }
    }
    for (Branch branch : branches) {
      if (branch.head().isEmpty()) {
        findings.add(new Finding(Flaw.HEAD, branch.name()));
      }
    }
    return findings;
  }
}
