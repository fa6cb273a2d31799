package io.hypnos.benchmarks.folder;

import java.util.List;

/** A workbook of Excel with one sheet. */
final class SheetFile {
  private static final String NAMESPACES =
      "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
          + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  private static final String WORKBOOK =
      """
      <workbook %s><sheets><sheet name="Remarks" sheetId="1" r:id="rId1"/></sheets></workbook>\
      """
          .formatted(NAMESPACES);
  private static final String STYLES =
      """
      <styleSheet %s><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>\
      <borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>\
      <cellXfs count="1"><xf/></cellXfs></styleSheet>\
      """
          .formatted(NAMESPACES);

  private SheetFile() {}

  static byte[] of(Document document) {
    StringBuilder rows = new StringBuilder();
    List<List<String>> table = document.rows();
    for (int row = 0; row < table.size(); row++) {
      rows.append("<row r=\"").append(row + 1).append("\">");
      for (int column = 0; column < table.get(row).size(); column++) {
        String place = (char) ('A' + column) + String.valueOf(row + 1);
        rows.append("<c r=\"").append(place).append("\" t=\"inlineStr\"><is><t>");
        rows.append(table.get(row).get(column)).append("</t></is></c>");
      }
      rows.append("</row>");
    }
    return new OfficePackage()
        .relations("_rels/.rels", "officeDocument", "xl/workbook.xml")
        .part("xl/workbook.xml", "spreadsheetml.sheet.main", WORKBOOK)
        .relations(
            "xl/_rels/workbook.xml.rels",
            "worksheet",
            "worksheets/sheet1.xml",
            "styles",
            "styles.xml")
        .part("xl/styles.xml", "spreadsheetml.styles", STYLES)
        .part(
            "xl/worksheets/sheet1.xml",
            "spreadsheetml.worksheet",
            "<worksheet %s><sheetData>%s</sheetData></worksheet>".formatted(NAMESPACES, rows))
        .bytes();
  }
}
