package io.hypnos.local.stack.postgres;

import io.hypnos.local.stack.OutsideCommand;
import io.hypnos.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom the server runs. PostgreSQL refuses root and users without a name; these start it in a
 * user namespace of its own, where it is nobody, or, where namespaces are forbidden, root starts it
 * as an unprivileged user.
 *
 * @param prefix what stands before a command of the server
 * @param user owner of the server's files
 */
record PostgresIdentity(List<String> prefix, int user) {
  private static final int NOBODY = 65_534;

  static PostgresIdentity detect() {
    int user = ownUser();
    if (user != 0 && OutsideCommand.succeeds("id", "-un")) {
      return new PostgresIdentity(List.of(), user);
    }
    if (OutsideCommand.succeeds("unshare", "-U", "true")) {
      return new PostgresIdentity(List.of("unshare", "-U"), user);
    }
    return user == 0 ? unprivileged() : new PostgresIdentity(List.of(), user);
  }

  static PostgresIdentity unprivileged() {
    List<String> prefix =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    if (!OutsideCommand.succeeds(probe.toArray(String[]::new))) {
      throw new StackException(
          "PostgreSQL does not run as root and neither 'unshare -U' nor 'setpriv' works here;"
              + " start Hypnos as an ordinary user.");
    }
    return new PostgresIdentity(prefix, NOBODY);
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /** Gives the files to the user that the server runs as, in case an earlier run was another. */
  void own(Path directory) throws IOException {
    if (ownUser() != 0 || owner(directory) == user) {
      return;
    }
    if (!OutsideCommand.succeeds("chown", "-R", user + ":" + user, directory.toString())) {
      throw new StackException(
          "Cannot give %s to user %d, as whom PostgreSQL runs.".formatted(directory, user));
    }
  }

  private static int owner(Path file) throws IOException {
    return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int ownUser() {
    return OutsideCommand.run(List.of("id", "-u"))
        .map(result -> Integer.parseInt(result.output().trim()))
        .orElseThrow(() -> new StackException("Cannot tell the user of this process."));
  }
}
