package io.hypnos.local.launcher;

import io.hypnos.local.stack.StackException;
import io.hypnos.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code hypnos}. Every failure that people can cause is a sentence. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Terminal terminal = new Terminal(System.out, System.err);
    int exitCode = run(List.of(arguments), terminal);
    System.exit(exitCode);
  }

  static int run(List<String> arguments, Terminal terminal) throws Exception {
    try {
      Command command = Command.parse(arguments);
      SupervisorLogging.configure(command);
      return command instanceof Command.Help ? help(terminal) : execute(command, terminal);
    } catch (UsageException e) {
      terminal.complain(e.getMessage());
      return MISUSED;
    } catch (SettingsException e) {
      e.problems().forEach(terminal::complain);
      return MISUSED;
    } catch (StackException | AlreadyRunningException e) {
      terminal.complain(e.getMessage());
      return FAILED;
    } catch (IOException | UncheckedIOException e) {
      terminal.complain("A file cannot be used: " + e.getMessage() + ".");
      return FAILED;
    } catch (RuntimeException e) {
      LOG.debug("what nobody foresaw", e);
      terminal.complain("Hypnos failed: " + e + ".");
      return FAILED;
    }
  }

  private static int execute(Command command, Terminal terminal) throws Exception {
    Context context = Context.load(terminal);
    if (command instanceof Command.Up up) {
      return new UpCommand(context).run(up.foreground());
    } else if (command instanceof Command.Down) {
      return new DownCommand(context).run();
    } else if (command instanceof Command.Status status) {
      return new StatusCommand(context).run(status.json());
    } else if (command instanceof Command.Logs logs) {
      return new LogsCommand(context).run(logs.name(), logs.follow());
    } else if (command instanceof Command.Reset reset) {
      return new ResetCommand(context).run(reset.confirmed());
    } else if (command instanceof Command.Quarantine quarantine) {
      return new QuarantineCommand(context).run(quarantine);
    } else if (command instanceof Command.EnsureStopped) {
      SupervisorLock.take(context.data()).close();
      return 0;
    }
    return new StackRun(context, RunListener.SILENT).run();
  }

  private static int help(Terminal terminal) throws IOException {
    try (InputStream text = Main.class.getResourceAsStream("help.txt")) {
      terminal.out().print(new String(text.readAllBytes(), StandardCharsets.UTF_8));
      terminal.out().flush();
      return 0;
    }
  }
}
