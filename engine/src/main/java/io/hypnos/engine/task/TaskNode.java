package io.hypnos.engine.task;

import java.util.List;

/** A task with those below it. */
public record TaskNode(Task task, List<TaskNode> children) {}
