package org.synapse4j.xstream;

import com.thoughtworks.xstream.core.util.QuickWriter;
import com.thoughtworks.xstream.io.ReaderWrapper;
import com.thoughtworks.xstream.io.xml.CompactWriter;
import com.thoughtworks.xstream.io.xml.QNameMap;
import com.thoughtworks.xstream.io.xml.StaxReader;
import com.thoughtworks.xstream.io.xml.XmlFriendlyNameCoder;
import java.io.StringReader;
import java.util.Collections;
import java.util.Iterator;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;
import org.jspecify.annotations.Nullable;

/** XML text, written and read within limits. */
final class XmlText {
    /** The most levels of elements: each takes several frames of the stack. */
    static final int DEPTH = 200;

    /** The limit of the JDK's parsers, which differs between versions: none, as levels are counted here. */
    static final String PARSERS_DEPTH = "jdk.xml.maxElementDepth";

    /** The most characters of a document: more than any storage takes. */
    static final int LENGTH = 20_000_000;

    private XmlText() {}

    static CharSequence checkLength(CharSequence text) {
        if (text.length() > LENGTH) {
            throw new Refused("it has " + text.length() + " characters; the limit is " + LENGTH);
        }
        return text;
    }

    static int checkDepth(int depth) {
        if (depth > DEPTH) {
            throw new Refused("it has more than " + DEPTH + " levels");
        }
        return depth;
    }

    /** Without white space between elements. Text comes back as it was, or is refused. */
    static final class Writer extends CompactWriter {
        private int level;

        Writer(java.io.Writer target) {
            super(target, new XmlFriendlyNameCoder());
        }

        @Override
        public void startNode(String name) {
            level = checkDepth(level + 1);
            super.startNode(name);
        }

        @Override
        public void endNode() {
            level--;
            super.endNode();
        }

        @Override
        protected void writeText(QuickWriter writer, String text) {
            escape(writer, text);
        }

        @Override
        protected void writeAttributeValue(QuickWriter writer, String text) {
            escape(writer, text);
        }

        private static void escape(QuickWriter writer, String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '&' -> writer.write("&amp;");
                    case '<' -> writer.write("&lt;");
                    case '>' -> writer.write("&gt;");
                    case '"' -> writer.write("&quot;");
                    // Parsers turn it into a line feed, and spaces in attributes, unless it is said like this.
                    case '\r' -> writer.write("&#13;");
                    case '\t', '\n' -> writer.write(c);
                    default -> {
                        if (Character.isSurrogate(c)) {
                            if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                                throw new Refused("a text holds an unpaired surrogate at index " + i);
                            }
                            writer.write(c);
                            writer.write(text.charAt(++i));
                        } else if (c < 0x20 || c > 0xfffd) {
                            throw new Refused("a text holds a character at index " + i + " that XML 1.0 cannot say");
                        } else {
                            writer.write(c);
                        }
                    }
                }
            }
        }
    }

    /**
     * Reads a document within the limits. What its root is called does not matter: the event's type is known, and may have had
     * another name when it was written.
     */
    static final class Reader extends ReaderWrapper implements AutoCloseable {
        private final XMLStreamReader xml;
        private final String root;
        private int depth;

        Reader(String text, String root) {
            this(open(text), root);
        }

        private Reader(XMLStreamReader xml, String root) {
            super(new StaxReader(new QNameMap(), xml, new XmlFriendlyNameCoder()));
            this.xml = xml;
            this.root = root;
        }

        @Override
        public void moveDown() {
            depth++;
            super.moveDown();
        }

        @Override
        public void moveUp() {
            depth--;
            super.moveUp();
        }

        @Override
        public String getNodeName() {
            return depth == 0 ? root : super.getNodeName();
        }

        @Override
        public @Nullable String getAttribute(String name) {
            return depth == 0 ? null : super.getAttribute(name);
        }

        @Override
        public @Nullable String getAttribute(int index) {
            return depth == 0 ? null : super.getAttribute(index);
        }

        @Override
        public int getAttributeCount() {
            return depth == 0 ? 0 : super.getAttributeCount();
        }

        @Override
        public Iterator<?> getAttributeNames() {
            return depth == 0 ? Collections.emptyIterator() : super.getAttributeNames();
        }

        /** Reads on to the end, to see that it is one document within the limits. */
        void finish() {
            try {
                while (xml.hasNext()) {
                    xml.next();
                }
            } catch (XMLStreamException e) {
                throw new Refused("what is there is not well-formed XML", e);
            }
        }

        private static XMLStreamReader open(String text) {
            checkLength(text);
            // The JDK's own, whatever else is on the class path: its switches are the ones known here.
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(PARSERS_DEPTH, 0);
            try {
                return new Bounded(factory.createXMLStreamReader(new StringReader(text)));
            } catch (XMLStreamException e) {
                throw new Refused("what is there is not well-formed XML", e);
            }
        }
    }

    /** Counts levels here, where nothing is skipped. */
    private static final class Bounded extends StreamReaderDelegate {
        private int level;

        Bounded(XMLStreamReader xml) {
            super(xml);
        }

        @Override
        public int next() throws XMLStreamException {
            int event = super.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new Refused("it has a DTD or an entity of its own");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                level = checkDepth(level + 1);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                level--;
            }
            return event;
        }
    }
}
