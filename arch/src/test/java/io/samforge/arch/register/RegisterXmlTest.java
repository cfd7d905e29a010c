package io.samforge.arch.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Both XML texts are read back and compared with the register map. */
class RegisterXmlTest {
  private static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Element> children(Node parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element && element.getLocalName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    return children(parent, name).get(0).getTextContent();
  }

  private static int number(String text) {
    return Integer.decode(text.replace("'h", "0x"));
  }

  private static Map<String, String> expected() {
    Map<String, String> lines = new LinkedHashMap<>();
    for (Register register : Register.values()) {
      List<String> fields =
          register.fields().stream().map(f -> f.name() + f.lsb() + "+" + f.width()).toList();
      lines.put(register.name(), register.offset() + " " + register.access() + " " + fields);
    }
    return lines;
  }

  private static Map<String, String> read(Element block, boolean svd) {
    Map<String, String> lines = new LinkedHashMap<>();
    for (Element register : children(block, "register")) {
      List<Element> fields =
          svd
              ? children(register, "fields").stream()
                  .flatMap(all -> children(all, "field").stream())
                  .toList()
              : children(register, "field");
      List<String> named =
          fields.stream()
              .filter(f -> !text(f, "name").equals("VALUE"))
              .map(f -> text(f, "name") + text(f, "bitOffset") + "+" + text(f, "bitWidth"))
              .toList();
      Access access =
          switch (text(register, "access")) {
            case "read-only" -> Access.R;
            case "write-only" -> Access.W;
            default -> Access.RW;
          };
      lines.put(
          text(register, "name"),
          number(text(register, "addressOffset")) + " " + access + " " + named);
    }
    return lines;
  }

  @Test
  void ipXactHoldsEveryRegister() throws Exception {
    Document document = parse(RegisterXml.ipXact());
    Element block = (Element) document.getElementsByTagNameNS("*", "addressBlock").item(0);
    assertThat(block.getNamespaceURI()).endsWith("IPXACT/1685-2014");
    assertThat(number(text(block, "range"))).isEqualTo(1 << RegisterMap.ADDRESS_BITS);
    assertThat(read(block, false)).isEqualTo(expected());
    assertThat(children(block, "registerFile")).hasSameSizeAs(RegisterMap.LOGS);
    for (int i = 0; i < RegisterMap.LOGS.size(); i++) {
      Element log = children(block, "registerFile").get(i);
      RegisterLog expected = RegisterMap.LOGS.get(i);
      assertThat(text(log, "name")).isEqualTo(expected.name());
      assertThat(number(text(log, "addressOffset"))).isEqualTo(expected.offset());
      assertThat(text(log, "dim")).isEqualTo("256");
      assertThat(text(log, "range")).isEqualTo("16");
      assertThat(read(log, false).keySet()).containsExactlyElementsOf(expected.words());
    }
  }

  @Test
  void svdHoldsEveryRegister() throws Exception {
    Document document = parse(RegisterXml.cmsisSvd());
    assertThat(document.getDocumentElement().getAttribute("schemaVersion")).isEqualTo("1.3");
    Element registers = (Element) document.getElementsByTagNameNS("*", "registers").item(0);
    assertThat(read(registers, true)).isEqualTo(expected());
    assertThat(children(registers, "cluster")).hasSameSizeAs(RegisterMap.LOGS);
    for (int i = 0; i < RegisterMap.LOGS.size(); i++) {
      Element log = children(registers, "cluster").get(i);
      RegisterLog expected = RegisterMap.LOGS.get(i);
      assertThat(text(log, "name")).isEqualTo(expected.name() + "[%s]");
      assertThat(number(text(log, "addressOffset"))).isEqualTo(expected.offset());
      assertThat(read(log, true).keySet()).containsExactlyElementsOf(expected.words());
    }
  }

  @Test
  void bothSayWhereTheyComeFrom() {
    for (String text : List.of(RegisterXml.ipXact(), RegisterXml.cmsisSvd())) {
      assertThat(text)
          .contains("Generated from io.samforge.arch.register.RegisterMap; do not edit");
    }
  }
}
