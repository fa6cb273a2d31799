package io.hypnos.engine.webhook;

import java.util.Map;

/**
 * Makes the message of a delivery: its bytes and its headers, the signature among them. Each
 * webhook names the format it was made for. The same notification must give the same bytes.
 */
public interface DeliveryFormat {
  /** A stable name, kept with every webhook. */
  String id();

  Message render(Notification notification, BodySigner signer);

  /** A message as it goes on the wire. */
  record Message(byte[] body, Map<String, String> headers) {}
}
