package io.hypnos.local.s3;

import io.hypnos.local.part.ReadySignal;
import io.hypnos.local.part.StartCheck;
import io.hypnos.local.part.StartException;
import io.hypnos.settings.BlobSettings;
import io.hypnos.settings.HypnosSettings;
import io.hypnos.settings.Settings;
import io.hypnos.settings.SettingsException;
import java.net.URI;
import java.nio.file.Path;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** Main of the S3 part: objects as plain files behind an S3 endpoint, with the product's bucket. */
public final class ObjectStore {
  private static final String NAME = "S3";

  private ObjectStore() {}

  public static void main(String[] arguments) throws InterruptedException {
    ReadySignal ready = ReadySignal.onStandardOutput();
    HypnosSettings settings = settings();
    BlobSettings blob = settings.blob();
    checkSecret(blob);
    Path directory = settings.data().resolve("s3").toAbsolutePath();
    StartCheck.directoryIsWritable(NAME, directory);
    URI endpoint = blob.endpoint();
    StartCheck.portIsFree(NAME, endpoint.getHost(), endpoint.getPort());

    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(directory.toString());
    if (!store.containerExists(blob.bucket())) {
      store.createContainer(blob.bucket());
    }
    S3Endpoint server = S3Endpoint.start(store, blob);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "s3-stop"));
    ready.send();
    server.awaitStopped();
  }

  private static HypnosSettings settings() {
    try {
      return Settings.load(System.getenv(), Path.of("."));
    } catch (SettingsException e) {
      throw new StartException(e.getMessage(), e);
    }
  }

  private static void checkSecret(BlobSettings blob) {
    if (blob.secretKey().reveal().isEmpty()) {
      throw new StartException("S3 needs a secret in hypnos.blob.secret-key.");
    }
  }
}
