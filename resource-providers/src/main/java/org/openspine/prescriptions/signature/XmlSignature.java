package org.openspine.prescriptions.signature;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Attr;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * The parts of a {@code Signature} element that count. Document types and whatever would have to be fetched are refused;
 * references are never followed.
 *
 * @param signedInfo in canonical form; white space between its elements does not count
 * @param signatureMethod URI of the algorithm, empty if none is named
 * @param signatureValue base64 as written
 * @param certificate base64 as written
 */
record XmlSignature(String signedInfo, String signatureMethod, String signatureValue, String certificate) {
    /** Signatures have some six levels; what is read level by level must not go down without end. */
    private static final String MOST_DEPTH = "50";

    private static final DocumentBuilderFactory FACTORY = factory();

    /** Builders that nobody uses: making one takes longer than reading a signature. */
    private static final Queue<DocumentBuilder> BUILDERS = new ConcurrentLinkedQueue<>();

    /** Whether the {@code data} of a FHIR Signature is base64 of XML. */
    static boolean isXml(String data) {
        return root(data).isPresent();
    }

    /** The signature in the {@code data} of a FHIR Signature; empty if a part of it is missing or it is no XML. */
    static Optional<XmlSignature> parse(String data) {
        return root(data).flatMap(XmlSignature::of);
    }

    private static Optional<XmlSignature> of(Element signature) {
        Optional<Element> info = child(signature, "SignedInfo").filter(found -> found.hasChildNodes());
        Optional<String> value = child(signature, "SignatureValue").map(XmlSignature::words);
        Optional<String> certificate = child(signature, "KeyInfo")
                .flatMap(key -> child(key, "X509Data"))
                .flatMap(x509 -> child(x509, "X509Certificate"))
                .map(found -> found.getTextContent().strip());
        if (info.isEmpty()
                || value.filter(text -> !text.isEmpty()).isEmpty()
                || certificate.filter(text -> !text.isEmpty()).isEmpty()) {
            return Optional.empty();
        }
        CanonicalXml canonical = new CanonicalXml();
        write(info.get(), "", canonical);
        String method = child(info.get(), "SignatureMethod")
                .map(found -> found.getAttribute("Algorithm"))
                .orElse("");
        return Optional.of(new XmlSignature(canonical.toString(), method, value.get(), certificate.get()));
    }

    private static String words(Element element) {
        return element.getTextContent().replaceAll("\\s", "");
    }

    private static Optional<Element> child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** Exclusive canonical form: a namespace is declared where it is first used. */
    private static void write(Element element, String inherited, CanonicalXml out) {
        String prefix = Optional.ofNullable(element.getPrefix()).orElse("");
        String declaration = prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
        String namespace = Optional.ofNullable(element.getNamespaceURI()).orElse("");
        String used = declaration + "=" + namespace;
        List<CanonicalXml.Attribute> attributes = new ArrayList<>();
        if (!used.equals(inherited) && !(namespace.isEmpty() && inherited.isEmpty())) {
            attributes.add(CanonicalXml.with(declaration, namespace));
        }
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Attr attribute = (Attr) element.getAttributes().item(i);
            if (!XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(attribute.getNamespaceURI())) {
                attributes.add(CanonicalXml.with(attribute.getName(), attribute.getValue()));
            }
        }
        out.open(element.getTagName(), attributes.toArray(CanonicalXml.Attribute[]::new));
        NodeList children = element.getChildNodes();
        boolean hasElements = false;
        for (int i = 0; i < children.getLength(); i++) {
            hasElements |= children.item(i) instanceof Element;
        }
        for (int i = 0; i < children.getLength(); i++) {
            Node node = children.item(i);
            if (node instanceof Element child) {
                write(child, used, out);
            } else if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
                String text = node.getNodeValue();
                if (!hasElements || !text.isBlank()) {
                    out.content(text);
                }
            }
        }
        out.close(element.getTagName());
    }

    private static Optional<Element> root(String data) {
        DocumentBuilder builder = Optional.ofNullable(BUILDERS.poll()).orElseGet(XmlSignature::builder);
        try {
            byte[] xml = Base64.getMimeDecoder().decode(data);
            return Optional.of(builder.parse(new ByteArrayInputStream(xml)).getDocumentElement());
        } catch (IllegalArgumentException | SAXException | IOException e) {
            return Optional.empty();
        } finally {
            BUILDERS.offer(builder);
        }
    }

    /** Builders are made one at a time: the factory is not said to be safe for many threads. */
    private static DocumentBuilder builder() {
        synchronized (FACTORY) {
            try {
                DocumentBuilder builder = FACTORY.newDocumentBuilder();
                builder.setErrorHandler(QUIET);
                return builder;
            } catch (ParserConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static DocumentBuilderFactory factory() {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        try {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute("jdk.xml.maxElementDepth", MOST_DEPTH);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e); // the parser of the platform has both
        }
        factory.setXIncludeAware(false);
        factory.setExpandEntityReferences(false);
        return factory;
    }

    private static final ErrorHandler QUIET = new ErrorHandler() {
        @Override
        public void warning(SAXParseException exception) {}

        @Override
        public void error(SAXParseException exception) throws SAXException {
            throw exception;
        }

        @Override
        public void fatalError(SAXParseException exception) throws SAXException {
            throw exception;
        }
    };
}
