package io.hypnos.extractor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/** The least that makes a Word 97 document: nothing else here can write one. */
final class HandWrittenDoc {
  private static final int TEXT_AT = 1024;
  private static final int PAIRS = 93;
  private static final int STYLES_PAIR = 1;
  private static final int PIECES_PAIR = 33;
  private static final int PROPERTIES_PAIR = 31;
  private static final int FONTS_PAIR = 15;
  private static final int FONTS_AT = 4096;
  private static final int SECTIONS_PAIR = 6;
  private static final int SECTIONS_AT = 2048;
  private static final int RUNS_PAIR = 12;
  private static final int RUNS_AT = 3072;
  private static final int RUNS_PAGE = 8;
  private static final int PAGE = 512;
  private static final int STYLES_AT = 0;
  private static final int PROPERTIES_AT = 1024;
  private static final int PROPERTIES_LENGTH = 616;
  private static final int STYLES_LENGTH = 20;
  private static final int PIECES_AT = 64;
  private static final int EIGHT_BIT = 0x40000000;

  private HandWrittenDoc() {}

  static byte[] of(String paragraph) throws IOException {
    byte[] text = (paragraph + "\r").getBytes(ISO_8859_1);
    byte[] pieces = pieces(text.length);
    try (POIFSFileSystem container = new POIFSFileSystem()) {
      container.createDocument(new ByteArrayInputStream(main(text, pieces.length)), "WordDocument");
      container.createDocument(new ByteArrayInputStream(table(pieces, text.length)), "1Table");
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      container.writeFilesystem(output);
      return output.toByteArray();
    }
  }

  private static byte[] main(byte[] text, int piecesLength) {
    byte[] bytes = new byte[8192];
    ByteBuffer main = little(bytes);
    main.putShort((short) 0xA5EC).putShort((short) 0xC1);
    main.putShort(10, (short) 0x0200); // its tables are in 1Table
    main.putInt(24, TEXT_AT).putInt(28, TEXT_AT + text.length);
    main.position(32);
    main.putShort((short) 14).position(main.position() + 28);
    main.putShort((short) 22);
    int numbers = main.position();
    main.putInt(numbers, TEXT_AT + text.length).putInt(numbers + 12, text.length);
    main.position(numbers + 88);
    main.putShort((short) PAIRS);
    int pairs = main.position();
    main.putInt(pairs + 8 * STYLES_PAIR, STYLES_AT);
    main.putInt(pairs + 8 * STYLES_PAIR + 4, STYLES_LENGTH);
    main.putInt(pairs + 8 * PROPERTIES_PAIR, PROPERTIES_AT);
    main.putInt(pairs + 8 * PROPERTIES_PAIR + 4, PROPERTIES_LENGTH);
    main.putInt(pairs + 8 * FONTS_PAIR, FONTS_AT).putInt(pairs + 8 * FONTS_PAIR + 4, 4);
    main.putInt(pairs + 8 * SECTIONS_PAIR, SECTIONS_AT).putInt(pairs + 8 * SECTIONS_PAIR + 4, 20);
    main.putInt(pairs + 8 * RUNS_PAIR, RUNS_AT).putInt(pairs + 8 * RUNS_PAIR + 4, 12);
    int run = RUNS_PAGE * PAGE;
    main.putInt(run, TEXT_AT).putInt(run + 4, TEXT_AT + text.length);
    main.put(run + PAGE - 1, (byte) 1);
    main.putInt(pairs + 8 * PIECES_PAIR, PIECES_AT);
    main.putInt(pairs + 8 * PIECES_PAIR + 4, piecesLength);
    main.put(TEXT_AT, text);
    return bytes;
  }

  private static byte[] table(byte[] pieces, int characters) {
    byte[] bytes = new byte[8192];
    ByteBuffer table = little(bytes);
    table.putShort((short) 18).putShort((short) 0).putShort((short) 10);
    table.put(PIECES_AT, pieces);
    table.putInt(SECTIONS_AT + 4, characters).putInt(SECTIONS_AT + 10, -1);
    table.putInt(RUNS_AT, TEXT_AT).putInt(RUNS_AT + 4, TEXT_AT + characters);
    table.putInt(RUNS_AT + 8, RUNS_PAGE);
    return bytes;
  }

  private static byte[] pieces(int characters) {
    byte[] bytes = new byte[21];
    ByteBuffer pieces = little(bytes);
    pieces.put((byte) 2).putInt(16).putInt(0).putInt(characters);
    pieces.putShort((short) 0).putInt(2 * TEXT_AT | EIGHT_BIT).putShort((short) 0);
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
