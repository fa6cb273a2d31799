package io.hypnos.schemas.extract;

import io.hypnos.schemas.message.MalformedMessageException;
import io.hypnos.schemas.message.MessageCodec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Frames on the pipes of the reader's process, which first says that it is ready. A request is a
 * length (4 bytes), a header in JSON, a length (8 bytes) and the document; its answer is a length
 * (4 bytes) and the document as JSON.
 */
public final class ExtractorProtocol {
  private static final int LONGEST_HEADER = 64 * 1024;

  /** Tells protocol and version apart from anything a JVM might print. */
  private static final int READY = 0x48595001;

  private ExtractorProtocol() {}

  /**
   * What precedes the bytes of a document.
   *
   * @param filename as the sender named it; a hint, never a path to open
   * @param contentType as the sender declared it; a hint, may be empty
   * @param maxCharacters most characters of text to keep
   */
  public record Request(String filename, String contentType, int maxCharacters) {}

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

  public static void writeRequest(OutputStream output, Request request, byte[] content)
      throws IOException {
    byte[] header = MessageCodec.encode(request);
    DataOutputStream frames = new DataOutputStream(output);
    frames.writeInt(header.length);
    frames.write(header);
    frames.writeLong(content.length);
    frames.write(content);
    frames.flush();
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

  public static void writeResponse(OutputStream output, ExtractedDocument document)
      throws IOException {
    byte[] json = MessageCodec.encode(document);
    DataOutputStream frames = new DataOutputStream(output);
    frames.writeInt(json.length);
    frames.write(json);
    frames.flush();
  }

  /**
   * The answer to a request.
   *
   * @param longest bytes beyond which an answer is refused unread
   */
  public static ExtractedDocument readResponse(InputStream input, int longest)
      throws IOException, MalformedMessageException {
    int length = new DataInputStream(input).readInt();
    return MessageCodec.decode(readFully(input, checked(length, longest)), ExtractedDocument.class);
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
