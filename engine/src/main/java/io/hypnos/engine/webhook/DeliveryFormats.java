package io.hypnos.engine.webhook;

import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The formats that this node can make. Deliveries in others are left to nodes that know them. */
public final class DeliveryFormats {
  private final Map<String, DeliveryFormat> formats = new ConcurrentHashMap<>();

  public DeliveryFormats() {
    register(new NeutralFormat());
  }

  /** Adds a format; before deliveries are sent, or those in it wait. */
  public void register(DeliveryFormat format) {
    if (formats.putIfAbsent(format.id(), format) != null) {
      throw new IllegalArgumentException("there is a format " + format.id());
    }
  }

  Optional<DeliveryFormat> find(String id) {
    return Optional.ofNullable(formats.get(id));
  }

  void require(String id) {
    if (!formats.containsKey(id)) {
      throw new HypnosException(ErrorCode.VALIDATION, "no such delivery format");
    }
  }

  Set<String> ids() {
    return Set.copyOf(formats.keySet());
  }
}
