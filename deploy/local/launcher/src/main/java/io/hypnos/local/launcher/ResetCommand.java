package io.hypnos.local.launcher;

import io.hypnos.local.stack.DataDirectory;
import io.hypnos.local.stack.DirectoryTree;
import io.hypnos.local.stack.Part;
import io.hypnos.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Deletes what the stack has stored; nothing else that may lie in the data directory. */
final class ResetCommand {
  private final Context context;

  ResetCommand(Context context) {
    this.context = context;
  }

  int run(boolean confirmed) throws IOException, InterruptedException {
    DataDirectory data = context.data();
    if (!confirmed) {
      throw new StackException(
          "This deletes all data in %s; say './hypnos reset --yes' if you mean it."
              .formatted(data.root()));
    }
    if (!Files.isDirectory(data.root())) {
      context.terminal().say("There is no data in %s.", data.root());
      return 0;
    }
    requireOurs(data);
    new DownCommand(context).run();
    for (Path path : owned(data)) {
      DirectoryTree.delete(path);
    }
    context.terminal().say("The data in %s is deleted.", data.root());
    return 0;
  }

  /** Deletes nothing in a folder that a slip of the settings has named. */
  private void requireOurs(DataDirectory data) {
    if (context.installation().root().startsWith(data.root())) {
      throw new StackException(
          "The data directory %s holds Hypnos itself; nothing is deleted.".formatted(data.root()));
    }
    if (!Files.exists(data.secrets())) {
      throw new StackException(
          "%s is no data directory of Hypnos; nothing is deleted.".formatted(data.root()));
    }
  }

  private static List<Path> owned(DataDirectory data) {
    List<Path> owned = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part != Part.API_SERVER) { // It keeps nothing of its own.
        owned.add(data.of(part));
      }
    }
    owned.addAll(List.of(data.logs(), data.rootKey(), data.secrets(), data.run()));
    return owned;
  }
}
