package io.hypnos.engine.version;

import io.hypnos.engine.visibility.Person;
import io.hypnos.engine.visibility.Visibility;
import java.util.function.Predicate;

/**
 * Whether a version may be seen. It is judged by its own owner, space and mode, those of its
 * moment: a memory that is opened later does not open what it said before. Groups and peers do not
 * count.
 */
public final class SnapshotRule implements Predicate<Snapshot> {
  private static final int READ = 4;

  private final Visibility visibility;

  public SnapshotRule(Visibility visibility) {
    this.visibility = visibility;
  }

  @Override
  public boolean test(Snapshot snapshot) {
    return !visibility.hidden().contains(snapshot.space())
        && visibility.viewer().person().map(person -> test(snapshot, person)).orElse(true);
  }

  private static boolean test(Snapshot snapshot, Person person) {
    boolean own = snapshot.owner().map(person.id()::equals).orElse(true);
    boolean open = snapshot.mode().map(digits -> digits % 10 >= READ).orElse(false);
    return snapshot.space().equals(person.space()) && (own || open);
  }
}
