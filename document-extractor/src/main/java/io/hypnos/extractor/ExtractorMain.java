package io.hypnos.extractor;

import io.hypnos.schemas.extract.ExtractorProtocol;
import io.hypnos.schemas.message.MalformedMessageException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.logging.LogManager;

/** Answers framed requests on standard input with framed documents on standard output. */
public final class ExtractorMain {
  private static final int ORPHANED = 4;

  private ExtractorMain() {}

  public static void main(String[] arguments) throws IOException, MalformedMessageException {
    OutputStream responses =
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024);
    // A library that prints must not break the frames.
    System.setOut(System.err);
    silenceLogs();
    exitWithParent();
    ExtractorLoop loop = new ExtractorLoop(new DocumentParser());
    ExtractorProtocol.writeReady(responses);
    loop.run(System.in, responses);
  }

  private static void silenceLogs() {
    LogManager.getLogManager().reset();
    System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
    System.setProperty("log4j2.statusLoggerLevel", "OFF");
  }

  /** The end of standard input is seen between documents only; a long document must end too. */
  private static void exitWithParent() {
    ProcessHandle.current().parent().ifPresent(ExtractorMain::exitWith);
  }

  private static void exitWith(ProcessHandle parent) {
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              Runtime.getRuntime().halt(ORPHANED);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
