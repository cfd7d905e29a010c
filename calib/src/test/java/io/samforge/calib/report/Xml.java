package io.samforge.calib.report;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads markup with the parser of the JDK. */
final class Xml {
  private Xml() {}

  /** The root element of a well-formed text. */
  static Element parse(String text) throws SAXException {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All elements with a tag below another, in order. */
  static List<Element> elements(Element root, String tag) {
    NodeList found = root.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** Those with a class. */
  static List<Element> elements(Element root, String tag, String style) {
    return elements(root, tag).stream().filter(e -> e.getAttribute("class").equals(style)).toList();
  }

  /** The values of an attribute, wherever it stands, in order. */
  static List<String> attributes(Element root, String name) {
    return elements(root, "*").stream()
        .filter(e -> e.hasAttribute(name))
        .map(e -> e.getAttribute(name))
        .toList();
  }

  /** An attribute as a number. */
  static double number(Element element, String name) {
    return Double.parseDouble(element.getAttribute(name));
  }
}
