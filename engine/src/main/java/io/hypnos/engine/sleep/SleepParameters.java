package io.hypnos.engine.sleep;

import java.util.Optional;

/**
 * How a run judges. Similarities are cosines in [0,1], distances one minus that.
 *
 * @param distinctiveNeighbours a memory is compared with so many nearest to see how it stands out
 * @param distinctiveDeviations it stands out from so many deviations above the mean on
 * @param distinctiveFloor and only if it is at least so far from its neighbours
 * @param coreNeighbours the how-manieth neighbour makes the density around a memory
 * @param cut memories farther apart than this are not alike
 * @param smallestCluster fewer alike memories stay as they are; exact repeats fold from two on
 * @param largestCluster a group is not let grow beyond this
 * @param competingApart whether memories that say the same of different numbers, names or with and
 *     without a negation stay out of one group
 * @param prototypeCharacters room of a prototype's text
 * @param duplicateSimilarity from where on a memory may be a near copy
 * @param newest only so many of the newest memories take part
 * @param windowHours only memories that were recorded within so many hours take part
 * @param staleDays unchanged and unrecalled for so long is stale
 * @param halfLifeDays a memory that is never recalled has lost half its strength by then
 * @param forgetBelow weaker memories are archived
 * @param promotionOwners so many persons must say it
 * @param languageModel whether the language model, if there is one, words the prototypes
 */
public record SleepParameters(
    int distinctiveNeighbours,
    double distinctiveDeviations,
    double distinctiveFloor,
    int coreNeighbours,
    double cut,
    int smallestCluster,
    int largestCluster,
    boolean competingApart,
    int prototypeCharacters,
    double duplicateSimilarity,
    Optional<Integer> newest,
    Optional<Integer> windowHours,
    int staleDays,
    double halfLifeDays,
    double forgetBelow,
    int promotionOwners,
    boolean languageModel) {

  public static final SleepParameters USUAL =
      new SleepParameters(
          5,
          1.0,
          0.7,
          2,
          0.30,
          3,
          64,
          true,
          2000,
          0.95,
          Optional.empty(),
          Optional.empty(),
          90,
          30,
          0.02,
          3,
          false);

  public SleepParameters {
    require(distinctiveNeighbours >= 1 && distinctiveNeighbours <= 15, "distinctiveNeighbours");
    require(coreNeighbours >= 1 && coreNeighbours <= 15, "coreNeighbours");
    require(cut >= 0 && cut <= 1, "cut");
    require(distinctiveFloor >= 0 && distinctiveFloor <= 1, "distinctiveFloor");
    require(smallestCluster >= 2 && smallestCluster <= 100, "smallestCluster");
    require(largestCluster >= smallestCluster && largestCluster <= 1000, "largestCluster");
    require(prototypeCharacters >= 100 && prototypeCharacters <= 20_000, "prototypeCharacters");
    require(duplicateSimilarity >= 0.5 && duplicateSimilarity <= 1, "duplicateSimilarity");
    require(newest.map(most -> most >= 1).orElse(true), "newest");
    require(windowHours.map(hours -> hours >= 1 && hours <= 876_000).orElse(true), "windowHours");
    require(staleDays >= 0 && staleDays <= 36_500, "staleDays");
    require(halfLifeDays > 0, "halfLifeDays");
    require(forgetBelow >= 0 && forgetBelow <= 1, "forgetBelow");
    require(promotionOwners >= 2, "promotionOwners");
  }

  private static void require(boolean isSound, String name) {
    if (!isSound) {
      throw new IllegalArgumentException(name + " is out of range");
    }
  }

  public SleepParameters withCut(double other) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        other,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        windowHours,
        staleDays,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withSmallestCluster(int other) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        other,
        Math.max(other, largestCluster),
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        windowHours,
        staleDays,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withDuplicates(double similarity, Optional<Integer> amongNewest) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        similarity,
        amongNewest,
        windowHours,
        staleDays,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withWindowHours(Optional<Integer> other) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        other,
        staleDays,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withStaleDays(int other) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        windowHours,
        other,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withForgetting(double otherHalfLifeDays, double below) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        windowHours,
        staleDays,
        otherHalfLifeDays,
        below,
        promotionOwners,
        languageModel);
  }

  public SleepParameters withLanguageModel(boolean other) {
    return new SleepParameters(
        distinctiveNeighbours,
        distinctiveDeviations,
        distinctiveFloor,
        coreNeighbours,
        cut,
        smallestCluster,
        largestCluster,
        competingApart,
        prototypeCharacters,
        duplicateSimilarity,
        newest,
        windowHours,
        staleDays,
        halfLifeDays,
        forgetBelow,
        promotionOwners,
        other);
  }
}
