package io.hypnos.connectors.sync;

import io.hypnos.connectors.call.ProviderFailure;
import io.hypnos.connectors.call.ProviderFailure.Kind;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records one by one. A record that the provider cannot give, however often it is asked, is
 * to blame itself when others can be read; when several in a row cannot, the provider is down.
 */
final class Reading {
  private static final Logger LOG = LoggerFactory.getLogger(Reading.class);
  private static final int MOST_IN_A_ROW = 3;

  private final Source source;
  private final List<Suspect> suspects = new ArrayList<>();

  Reading(Source source) {
    this.source = source;
  }

  /** A record that could not be given, and why. */
  record Suspect(Item item, String reason) {}

  /** What the record says; empty when it is gone. */
  Optional<Document> read(Item item) {
    if (item.document().isPresent()) {
      return item.document();
    }
    try {
      return source.fetch(item);
    } catch (ProviderFailure e) {
      if (e.is(Kind.NOT_FOUND)) {
        return Optional.empty();
      }
      throw e;
    } catch (HypnosException e) {
      if (e.code().retryable() || e.code() == ErrorCode.CONFLICT) {
        throw e;
      }
      throw ProviderFailure.of(Kind.RECORD, e.getMessage(), e);
    } catch (RuntimeException e) {
      LOG.debug("a record cannot be read", e);
      throw ProviderFailure.of(Kind.RECORD, "the record cannot be read", e);
    }
  }

  /**
   * Notes that a record could not be given.
   *
   * @throws ProviderFailure when it is rather the provider
   */
  void suspect(Item item, ProviderFailure failure) {
    suspects.add(new Suspect(item, failure.getMessage()));
    if (suspects.size() >= MOST_IN_A_ROW) {
      throw failure;
    }
  }

  /** Those that are to blame now that the provider is known to work. */
  List<Suspect> blamed() {
    List<Suspect> blamed = List.copyOf(suspects);
    suspects.clear();
    return blamed;
  }

  /** The provider is to blame. */
  void acquit() {
    suspects.clear();
  }
}
