package org.synapse4j.xstream;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.synapse4j.api.errors.SerializationException;
import org.synapse4j.api.serialization.Converter;
import org.synapse4j.api.serialization.Representation;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** XML as a tree, the JDK's own: the form for upcasters of what was written as XML. A tree is for one thread at a time. */
public final class XmlTree {
    /** The tree, as upcasters ask for it. */
    public static final Representation<Document> REPRESENTATION = new Representation<>("xml-tree", Document.class);

    private XmlTree() {}

    /** XML text to the tree. Refuses DTDs, and more than {@value XmlText#DEPTH} levels. Thread-safe. */
    public static final class FromText implements Converter<String, Document> {
        /** For {@link java.util.ServiceLoader}. */
        public FromText() {}

        @Override
        public Representation<String> from() {
            return Representation.XML;
        }

        @Override
        public Representation<Document> to() {
            return REPRESENTATION;
        }

        @Override
        public Document convert(String value) {
            try {
                checkDepth(value);
                DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
                factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
                factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
                factory.setAttribute(XmlText.PARSERS_DEPTH, 0);
                factory.setXIncludeAware(false);
                factory.setExpandEntityReferences(false);
                DocumentBuilder builder = factory.newDocumentBuilder();
                // Quiet: its own one prints to the error stream.
                builder.setErrorHandler(new DefaultHandler());
                return builder.parse(new InputSource(new StringReader(value)));
            } catch (Refused e) {
                throw new SerializationException("XML cannot be read as a tree: " + e.getMessage(), e);
            } catch (SAXException
                    | IOException
                    | ParserConfigurationException
                    | RuntimeException
                    | StackOverflowError e) {
                throw new SerializationException("XML cannot be read as a tree: it is not well-formed", e);
            }
        }

        private static void checkDepth(String text) {
            try (XmlText.Reader reader = new XmlText.Reader(text, "root")) {
                reader.finish();
            }
        }
    }

    /** The tree to XML text, without a declaration and as it is. Thread-safe. */
    public static final class ToText implements Converter<Document, String> {
        /** For {@link java.util.ServiceLoader}. */
        public ToText() {}

        @Override
        public Representation<Document> from() {
            return REPRESENTATION;
        }

        @Override
        public Representation<String> to() {
            return Representation.XML;
        }

        @Override
        public String convert(Document value) {
            try {
                Transformer transformer =
                        TransformerFactory.newDefaultInstance().newTransformer();
                transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
                StringWriter text = new StringWriter();
                transformer.transform(new DOMSource((Node) value), new StreamResult(text));
                return text.toString();
            } catch (TransformerException | RuntimeException | StackOverflowError e) {
                throw new SerializationException("A tree cannot be written as XML", e);
            }
        }
    }
}
