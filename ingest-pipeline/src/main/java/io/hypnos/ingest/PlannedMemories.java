package io.hypnos.ingest;

import io.hypnos.engine.memory.NewMemory;
import java.util.List;

/** The memories that an item becomes, in order; never none. */
public record PlannedMemories(IntakeItem item, List<NewMemory> memories) implements Tracked {}
