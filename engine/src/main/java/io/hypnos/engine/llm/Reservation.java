package io.hypnos.engine.llm;

import java.time.LocalDate;
import java.util.UUID;

/** Tokens set aside for a question that is being asked. */
record Reservation(
    UUID tenantId, LocalDate day, String purpose, String model, TokenUsage usage, long micros) {}
