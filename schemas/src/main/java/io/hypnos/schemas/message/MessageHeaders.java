package io.hypnos.schemas.message;

/** Names of Kafka headers. */
public final class MessageHeaders {
  /** The id of the request that caused a message; it goes into the logs of whoever handles it. */
  public static final String REQUEST_ID = "hypnos-request-id";

  /** Which run through the job a message is on, counted from 0; it goes into what is reported. */
  public static final String RUN = "hypnos-run";

  private MessageHeaders() {}
}
