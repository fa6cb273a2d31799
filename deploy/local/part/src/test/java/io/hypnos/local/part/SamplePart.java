package io.hypnos.local.part;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A part with the behaviours that a test asks for. */
public final class SamplePart {
  private SamplePart() {}

  public static void main(String[] arguments) throws InterruptedException {
    switch (arguments[0]) {
      case "serve" -> serve(Path.of(arguments[1]));
      case "hang-on-stop" -> hangOnStop();
      case "return" -> new Thread(SamplePart::hang, "server").start();
      case "say-and-return" -> {
        ReadySignal.onStandardOutput().send();
        new Thread(SamplePart::hang, "server").start();
      }
      case "refuse" -> throw new StartException("Port 1 is taken.");
      default -> throw new IllegalStateException("a defect");
    }
  }

  private static void serve(Path trace) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(trace)));
    ReadySignal.onStandardOutput().send();
    new CountDownLatch(1).await();
  }

  private static void hangOnStop() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(SamplePart::hang));
    ReadySignal.onStandardOutput().send();
    new CountDownLatch(1).await();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Path trace) {
    try {
      Files.writeString(trace, "stopped in order");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
