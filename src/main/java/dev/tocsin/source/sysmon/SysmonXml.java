package dev.tocsin.source.sysmon;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML of one record. There is nothing in it that grows: a document type or an entity of
 * its own ends the reading, nothing outside the text is ever opened, and what is left (characters
 * by number, the five entities of XML) becomes shorter. So the bound on the text bounds all values
 * together; nesting has a bound of its own.
 *
 * <p>Not thread safe.
 */
final class SysmonXml {
  /** {@code Event/EventData/Data} is 3. */
  private static final int MAX_DEPTH = 8;

  private static final int MAX_REASON = 160;

  private final XMLInputFactory factory = factory();

  /** The JDK's own parser, whatever else is on the class path. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside of the record is read");
        });
    return factory;
  }

  SysmonRecord parse(String xml) throws MalformedRecordException {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
      try {
        return new Reading(reader).read();
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw new MalformedRecordException(reason(e));
    }
  }

  /** In one line and without the parser's own heading. */
  private static String reason(XMLStreamException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "it cannot be parsed");
    String text =
        message.substring(message.indexOf("Message: ") < 0 ? 0 : message.indexOf("Message: ") + 9);
    String line = text.replaceAll("\\s+", " ").strip();
    String cut = line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON) + "...";
    int offset = e.getLocation() == null ? -1 : e.getLocation().getCharacterOffset();
    return "no well-formed XML" + (offset < 0 ? "" : " at character " + offset) + ": " + cut;
  }

  private static final class Reading {
    private final XMLStreamReader reader;
    private final Map<String, String> system = new HashMap<>();
    private final Map<String, String> data = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;

    /** The name of the element of depth 2. */
    private String section = "";

    /** What the element of depth 3 is kept under; empty when it is not kept. */
    private String field = "";

    Reading(XMLStreamReader reader) {
      this.reader = reader;
    }

    SysmonRecord read() throws XMLStreamException, MalformedRecordException {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start();
          case XMLStreamConstants.END_ELEMENT -> end();
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (depth == 3) {
              text.append(
                  reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
            }
          }
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new MalformedRecordException("it has a document type or an entity of its own");
          default -> {
            // comments, processing instructions, the end
          }
        }
      }
      return new SysmonRecord(Map.copyOf(system), Map.copyOf(data));
    }

    private void start() throws MalformedRecordException {
      depth++;
      if (depth > MAX_DEPTH) {
        throw new MalformedRecordException("elements are nested deeper than " + MAX_DEPTH);
      }
      String name = reader.getLocalName();
      if (depth == 2) {
        section = name;
      }
      if (depth == 3) {
        field = section.equals("EventData") ? attribute("Name") : name;
        text.setLength(0);
        switch (field) {
          case "Provider" -> text.append(attribute("Name"));
          case "TimeCreated" -> text.append(attribute("SystemTime"));
          default -> {
            // its text says it
          }
        }
      }
    }

    private String attribute(String name) {
      return Objects.requireNonNullElse(reader.getAttributeValue(null, name), "");
    }

    private void end() throws MalformedRecordException {
      if (depth == 3) {
        switch (section) {
          case "System" -> keep(system);
          case "EventData" -> keep(data);
          default -> {
            // nothing that is read
          }
        }
      }
      depth--;
    }

    /** A value that is there twice could be one that somebody slipped in. */
    private void keep(Map<String, String> values) throws MalformedRecordException {
      if (!field.isEmpty() && values.putIfAbsent(field, text.toString()) != null) {
        throw new MalformedRecordException(
            MalformedRecordException.shown(field) + " is there twice");
      }
    }
  }
}
