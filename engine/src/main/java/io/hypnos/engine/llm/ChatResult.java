package io.hypnos.engine.llm;

import tools.jackson.databind.JsonNode;

/** What became of a question. */
public sealed interface ChatResult {
  TokenUsage usage();

  /** The answer, already validated against the schema of the question. */
  record Answered(JsonNode json, TokenUsage usage) implements ChatResult {}

  /** No usable answer; the tokens may have been used all the same. */
  record Unanswered(Reason reason, TokenUsage usage) implements ChatResult {}

  /** Why there is no answer. */
  enum Reason {
    /** The tenant has used what it may use; the model was not asked. */
    OVER_BUDGET,
    /** All places in flight stayed taken; the model was not asked. */
    BUSY,
    /** The model failed too often of late and is left alone; it was not asked. */
    RESTING,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** No answer in time. */
    TIMEOUT,
    /** The endpoint asked for fewer questions. */
    RATE_LIMITED,
    /** The endpoint failed (5xx). */
    SERVER_ERROR,
    /** The endpoint did not accept the question (4xx): a wrong key, model or format. */
    REJECTED,
    /** The model declined to answer. */
    DECLINED,
    /** The answer had more bytes or tokens than allowed. */
    TOO_LONG,
    /** The answer was no JSON. */
    MALFORMED,
    /** The answer was JSON of another shape. */
    WRONG_SHAPE
  }
}
