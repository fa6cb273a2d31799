package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A source that lists what changed last first. The newest time of the first page becomes the mark
 * only when the walk has come down below the old mark; until then it is a candidate, kept with the
 * place of the walk, so that an interrupted walk goes on where it was.
 */
public final class NewestFirst implements Feed {
  private static final String MARK = "mark";
  private static final String HIGH = "high";
  private static final String LOW = "low";
  private static final String TOKEN = "token";

  /** How a provider lists. */
  @FunctionalInterface
  public interface Listing {
    /**
     * A page, newest first.
     *
     * @param since times to list, inclusive; a provider that cannot filter lists all
     */
    Listed list(Optional<Instant> since, Optional<String> token);
  }

  /** A page, newest first. */
  public record Listed(List<Dated> items, Optional<String> next) {}

  /** An item and when it changed, by the provider's clock. */
  public record Dated(Item item, Instant at) {}

  private final String name;
  private final Duration overlap;
  private final Listing listing;
  private final Supplier<Optional<Instant>> vendorNow;
  private boolean begunAgain;

  /**
   * @param overlap how far below the mark is read again
   * @param vendorNow bounds the mark, against records dated in the future
   */
  public NewestFirst(
      String name, Duration overlap, Listing listing, Supplier<Optional<Instant>> vendorNow) {
    this.name = name;
    this.overlap = overlap;
    this.listing = listing;
    this.vendorNow = vendorNow;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Page read(Map<String, String> position) {
    Optional<Instant> mark = Optional.ofNullable(position.get(MARK)).map(Instant::parse);
    Optional<String> token = Optional.ofNullable(position.get(TOKEN));
    Optional<Instant> low =
        token.isPresent()
            ? Optional.ofNullable(position.get(LOW)).map(Instant::parse)
            : mark.map(time -> time.minus(overlap));
    Optional<Instant> high = Optional.ofNullable(position.get(HIGH)).map(Instant::parse);
    Listed listed;
    try {
      listed = listing.list(low, token);
      begunAgain = begunAgain && token.isEmpty();
    } catch (ProviderFailure e) {
      if (token.isEmpty() || !e.is(Kind.EXPIRED_PAGE)) {
        throw e;
      }
      if (begunAgain) {
        throw ProviderFailure.of(
            Kind.UNAVAILABLE, "the provider does not take its own page tokens", e);
      }
      begunAgain = true;
      token = Optional.empty();
      listed = listing.list(low, token);
    }
    if (token.isEmpty()) {
      high = candidate(listed, mark);
    }
    return page(listed, mark, low, high);
  }

  /** The newest time of the first page; never later than the provider's own clock. */
  private Optional<Instant> candidate(Listed listed, Optional<Instant> mark) {
    Optional<Instant> newest =
        listed.items().stream().map(Dated::at).max(Instant::compareTo).map(this::bounded);
    return newest.filter(time -> mark.isEmpty() || time.isAfter(mark.get())).or(() -> mark);
  }

  private Instant bounded(Instant time) {
    return vendorNow.get().filter(time::isAfter).orElse(time);
  }

  private static Page page(
      Listed listed, Optional<Instant> mark, Optional<Instant> low, Optional<Instant> high) {
    List<Item> items =
        listed.items().stream()
            .filter(dated -> low.isEmpty() || !dated.at().isBefore(low.get()))
            .map(Dated::item)
            .toList();
    boolean below = !listed.items().isEmpty() && items.isEmpty();
    boolean done = below || listed.next().isEmpty();
    Map<String, String> next = new HashMap<>();
    if (done) {
      high.or(() -> mark).ifPresent(time -> next.put(MARK, time.toString()));
      return new Page(items, next, false);
    }
    mark.ifPresent(time -> next.put(MARK, time.toString()));
    high.ifPresent(time -> next.put(HIGH, time.toString()));
    low.ifPresent(time -> next.put(LOW, time.toString()));
    next.put(TOKEN, listed.next().orElseThrow());
    return new Page(items, next, true);
  }
}
