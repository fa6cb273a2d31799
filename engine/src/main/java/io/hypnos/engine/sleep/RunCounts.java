package io.hypnos.engine.sleep;

/**
 * What a run found and did; of a dry run, what it would do.
 *
 * @param before live memories of the space when the run began
 * @param after live memories of the space when it ended: {@code before − members + prototypes} for
 *     what the run itself did
 * @param scanned memories that took part
 * @param clusters groups that were found
 * @param members memories in those groups
 * @param prototypes prototypes that were written
 * @param consolidated memories that stand behind a prototype or a keeper now
 * @param distinctive memories that were found to stand out and are left alone from now on
 * @param duplicates copies that were folded into a keeper
 * @param superseded facts that a newer one ended
 * @param contradictions pairs that were marked as contradicting
 * @param archived memories that were archived as stale
 * @param forgotten memories that were archived as forgotten
 * @param expired memories that had expired
 * @param triples facts that were read out of texts
 * @param tasks things to be done that were read out of texts
 * @param read texts that were read for facts
 * @param promoted memories that were shared
 * @param passedOver groups that were left alone because a member changed while the run worked
 */
public record RunCounts(
    long before,
    long after,
    long scanned,
    long clusters,
    long members,
    long prototypes,
    long consolidated,
    long distinctive,
    long duplicates,
    long superseded,
    long contradictions,
    long archived,
    long forgotten,
    long expired,
    long triples,
    long tasks,
    long read,
    long promoted,
    long passedOver) {

  public static final RunCounts NONE =
      new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** How many times fewer there are; 1 for an empty space. */
  public double compression() {
    return after == 0 ? 1 : (double) before / after;
  }
}
