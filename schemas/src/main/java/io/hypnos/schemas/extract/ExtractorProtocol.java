package io.hypnos.schemas.extract;

import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Frames on the pipes of the reader's process, which first says that it is ready. A request is a
 * length (4 bytes), a header in JSON, a length (8 bytes) and the document; its answer is a length
 * (4 bytes) and the document as JSON, then a count (4 bytes) of pictures and recordings, each as
 * the index of its part (4 bytes), a length (4 bytes) and its bytes.
 */
public final class ExtractorProtocol {
  private static final int LONGEST_HEADER = 64 * 1024;
  private static final int BUFFER = 64 * 1024;

  /** Tells protocol and version apart from anything a JVM might print. */
  private static final int READY = 0x48595002;

  private ExtractorProtocol() {}

  /**
   * What precedes the bytes of a document.
   *
   * @param filename as the sender named it; a hint, never a path to open
   * @param contentType as the sender declared it; a hint, may be empty
   */
  public record Request(String filename, String contentType, ExtractionLimits limits) {}

  /**
   * What was read, with the pictures and recordings within the document.
   *
   * @param media by the index of the part
   */
  public record Response(ExtractedDocument document, Map<Integer, byte[]> media) {}

  /** The bytes to read could not be had; the reader is not to blame. */
  public static final class ContentUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    public ContentUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public static void writeReady(OutputStream output) throws IOException {
    DataOutputStream frames = new DataOutputStream(output);
    frames.writeInt(READY);
    frames.flush();
  }

  /** Waits until the reader is ready. */
  public static void awaitReady(InputStream input) throws IOException, MalformedMessageException {
    int greeting = new DataInputStream(input).readInt();
    if (greeting != READY) {
      throw new MalformedMessageException("greeting %08x".formatted(greeting), null);
    }
  }

  /**
   * Sends a request with its document, of which little is in memory at a time.
   *
   * @throws ContentUnavailableException when the content breaks or is shorter than it should be;
   *     the conversation cannot go on then
   */
  public static void writeRequest(
      OutputStream output, Request request, long length, InputStream content) throws IOException {
    byte[] header = MessageCodec.encode(request);
    DataOutputStream frames = new DataOutputStream(output);
    frames.writeInt(header.length);
    frames.write(header);
    frames.writeLong(length);
    byte[] buffer = new byte[BUFFER];
    long left = length;
    while (left > 0) {
      int read = next(content, buffer, left);
      frames.write(buffer, 0, read);
      left -= read;
    }
    frames.flush();
  }

  private static int next(InputStream content, byte[] buffer, long left)
      throws ContentUnavailableException {
    int read;
    try {
      read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
    } catch (IOException e) {
      throw new ContentUnavailableException("the document broke off while it was fetched", e);
    }
    if (read < 0) {
      throw new ContentUnavailableException("the document is shorter than it was said to be", null);
    }
    return read;
  }

  /** The next request, empty at the end of the stream; its bytes follow in the stream. */
  public static Optional<Request> readRequest(InputStream input)
      throws IOException, MalformedMessageException {
    int first = input.read();
    if (first < 0) {
      return Optional.empty();
    }
    byte[] rest = readFully(input, 3);
    int length =
        first << 24 | (rest[0] & 0xff) << 16 | (rest[1] & 0xff) << 8 | Byte.toUnsignedInt(rest[2]);
    return Optional.of(
        MessageCodec.decode(readFully(input, checked(length, LONGEST_HEADER)), Request.class));
  }

  /** Number of bytes of the document that follow. */
  public static long readContentLength(InputStream input)
      throws IOException, MalformedMessageException {
    long length = new DataInputStream(input).readLong();
    if (length < 0) {
      throw new MalformedMessageException("document of " + length + " bytes", null);
    }
    return length;
  }

  public static void writeResponse(OutputStream output, Response response) throws IOException {
    byte[] json = MessageCodec.encode(response.document());
    DataOutputStream frames = new DataOutputStream(output);
    frames.writeInt(json.length);
    frames.write(json);
    frames.writeInt(response.media().size());
    for (Map.Entry<Integer, byte[]> each : response.media().entrySet()) {
      frames.writeInt(each.getKey());
      frames.writeInt(each.getValue().length);
      frames.write(each.getValue());
    }
    frames.flush();
  }

  /**
   * The answer to a request.
   *
   * @param longest bytes beyond which an answer is refused unread
   * @param mostMedia bytes beyond which its pictures and recordings are
   */
  public static Response readResponse(InputStream input, int longest, long mostMedia)
      throws IOException, MalformedMessageException {
    DataInputStream frames = new DataInputStream(input);
    ExtractedDocument document =
        MessageCodec.decode(
            readFully(input, checked(frames.readInt(), longest)), ExtractedDocument.class);
    int count = checked(frames.readInt(), document.parts().size());
    Map<Integer, byte[]> media = new HashMap<>();
    long left = mostMedia;
    for (int i = 0; i < count; i++) {
      int part = checked(frames.readInt(), document.parts().size() - 1);
      int length = checked(frames.readInt(), (int) Math.min(left, Integer.MAX_VALUE - 8));
      media.put(part, readFully(input, length));
      left -= length;
    }
    return new Response(document, media);
  }

  private static int checked(int length, int longest) throws MalformedMessageException {
    if (length < 0 || length > longest) {
      throw new MalformedMessageException("frame of " + length + " bytes", null);
    }
    return length;
  }

  private static byte[] readFully(InputStream input, int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("stream ended within a frame");
    }
    return bytes;
  }
}
