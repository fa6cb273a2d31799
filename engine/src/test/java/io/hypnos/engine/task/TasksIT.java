package io.hypnos.engine.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypnos.engine.Bare;
import io.hypnos.engine.error.ErrorCode;
import io.hypnos.engine.error.HypnosException;
import io.hypnos.engine.tenancy.Caller;
import io.hypnos.engine.visibility.Viewer;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.junit.LocalStack;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TasksIT {
  @RegisterExtension static final LocalStack STACK = LocalStack.of(Part.POSTGRES);

  private static Bare bare;
  private Caller caller;
  private Viewer viewer;
  private Tasks tasks;

  @BeforeAll
  static void open() {
    bare = new Bare(STACK.settings());
  }

  @AfterAll
  static void close() {
    bare.close();
  }

  @BeforeEach
  void newTenant() {
    caller = bare.tenant();
    viewer = Viewer.of(caller);
    tasks = bare.engine.knowledge().tasks();
  }

  @Test
  void tasksFormATreeBelowTheirGoalOfAtMostTenLevels() {
    UUID goal = UUID.randomUUID();
    UUID parent = goal;
    for (int i = 1; i <= 12; i++) {
      parent = create(NewTask.of("s", parent, "level " + i)).id();
    }
    create(NewTask.of("s", goal, "beside"));
    UUID empty = UUID.randomUUID();

    Map<UUID, List<TaskNode>> trees = tasks.trees(viewer, List.of(goal, empty));

    assertThat(trees.keySet()).containsExactly(goal, empty);
    assertThat(trees.get(empty)).isEmpty();
    assertThat(trees.get(goal))
        .extracting(node -> node.task().title())
        .containsExactly("level 1", "beside");
    int depth = 0;
    List<TaskNode> level = trees.get(goal);
    while (!level.isEmpty()) {
      depth++;
      level = level.get(0).children();
    }
    assertThat(depth).isEqualTo(10);
  }

  @Test
  void aCircleOfTasksDoesNotTrapAnybody() {
    UUID goal = UUID.randomUUID();
    Task one = create(NewTask.of("s", goal, "one"));
    Task two = create(NewTask.of("s", one.id(), "two"));
    bare.engine
        .database()
        .inTenant(
            caller.tenantId(),
            handle ->
                handle.execute(
                    "UPDATE task SET parent_id = ? WHERE task_id = ?", two.id(), one.id()));

    assertThat(tasks.trees(viewer, List.of(goal)).get(goal)).isEmpty();
    List<TaskNode> below = tasks.trees(viewer, List.of(one.id())).get(one.id());
    assertThat(below).hasSize(1);
    assertThat(below.get(0).children()).hasSize(1);
    assertThat(below.get(0).children().get(0).children()).isEmpty();
  }

  @Test
  void readyIsWhatWaitsForNothing() {
    UUID goal = UUID.randomUUID();
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    tasks.create(
        caller,
        List.of(
            NewTask.of("s", goal, "first").withId(first),
            NewTask.of("s", goal, "second").withId(second).after(first),
            NewTask.of("s", goal, "never").after(UUID.randomUUID()),
            NewTask.of("other", goal, "elsewhere")));

    assertThat(ready()).containsExactly("first");
    tasks.changeStatus(
        caller, viewer, first, StatusChange.to(TaskStatus.COMPLETED), Optional.empty());

    assertThat(ready()).containsExactly("second");
    assertThat(tasks.ready(viewer, Optional.empty(), 10)).hasSize(2);
    Viewer person = Bare.person(caller, "maya", "other");
    assertThat(tasks.ready(person, Optional.empty(), 10))
        .extracting(Task::title)
        .containsExactly("elsewhere");
  }

  @Test
  void aStatusKeepsProgressAndResultUnlessTheyAreGiven() {
    UUID id = create(NewTask.of("s", UUID.randomUUID(), "work")).id();
    tasks.changeStatus(
        caller,
        viewer,
        id,
        new StatusChange(
            TaskStatus.BLOCKED, Optional.of("no budget"), Optional.of(0.25), Optional.of("half")),
        Optional.of(1L));

    Task resumed =
        tasks.changeStatus(
            caller, viewer, id, StatusChange.to(TaskStatus.IN_PROGRESS), Optional.of(2L));

    assertThat(resumed.progress()).isEqualTo(0.25);
    assertThat(resumed.resultSummary()).contains("half");
    assertThat(resumed.statusReason()).isEmpty();
    assertThat(resumed.rowVersion()).isEqualTo(3);
    assertThatThrownBy(
            () ->
                tasks.changeStatus(
                    caller, viewer, id, StatusChange.to(TaskStatus.FAILED), Optional.of(2L)))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    assertThat(tasks.find(viewer, id).status()).isEqualTo(TaskStatus.IN_PROGRESS);
  }

  @Test
  void tasksOfAnotherTenantAreNotThere() {
    UUID id = create(NewTask.of("s", UUID.randomUUID(), "work")).id();
    Caller other = bare.tenant();

    assertThatThrownBy(() -> tasks.find(Viewer.of(other), id))
        .isInstanceOfSatisfying(
            HypnosException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(
            () ->
                tasks.changeStatus(
                    other,
                    Viewer.of(other),
                    id,
                    StatusChange.to(TaskStatus.FAILED),
                    Optional.empty()))
        .isInstanceOf(HypnosException.class);
  }

  private List<String> ready() {
    return tasks.ready(viewer, Optional.of("s"), 10).stream().map(Task::title).toList();
  }

  private Task create(NewTask task) {
    return tasks.create(caller, List.of(task)).get(0);
  }
}
