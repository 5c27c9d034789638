package org.openspine.conformance.structure;

import ca.uhn.fhir.model.api.annotation.Child;
import ca.uhn.fhir.model.api.annotation.DatatypeDef;
import ca.uhn.fhir.model.api.annotation.ResourceDef;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.EnumFactory;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;

/** Reads shapes from the {@link Child} annotations of HAPI's model classes, one class at a time. */
final class ModelReader {
    static final TypeShape ANY_RESOURCE = new TypeShape("Resource", TypeShape.Kind.ANY_RESOURCE, List::of);

    /** Types of {@code value[x]} where R4 leaves it open (Extension.value, Parameters.parameter.value …). */
    private static final List<String> OPEN_CHOICE = List.of(
                    "Base64BinaryType BooleanType CanonicalType CodeType DateType DateTimeType DecimalType IdType InstantType IntegerType"
                            .split(" "),
                    "MarkdownType OidType PositiveIntType StringType TimeType UnsignedIntType UriType UrlType UuidType Address Age"
                            .split(" "),
                    "Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money"
                            .split(" "),
                    "Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement"
                            .split(" "),
                    "Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta"
                            .split(" "))
            .stream()
            .flatMap(Stream::of)
            .toList();

    private final Map<Class<?>, TypeShape> types = new ConcurrentHashMap<>();

    TypeShape typeOf(Class<?> model) {
        return types.computeIfAbsent(model, this::describe);
    }

    /** What all elements share: id and extension. */
    TypeShape element() {
        return new TypeShape("Element", TypeShape.Kind.DATATYPE, () -> elementsOf(Element.class));
    }

    private TypeShape describe(Class<?> model) {
        if (model == XhtmlNode.class) {
            return primitive(Primitive.XHTML);
        }
        if (model == Resource.class) {
            return ANY_RESOURCE;
        }
        ResourceDef resource = model.getAnnotation(ResourceDef.class);
        if (resource != null) {
            return new TypeShape(
                    resource.name(),
                    TypeShape.Kind.RESOURCE,
                    () -> RequiredElements.of(resource.name(), elementsOf(model)));
        }
        DatatypeDef datatype = model.getAnnotation(DatatypeDef.class);
        if (datatype == null) {
            return new TypeShape(newInstance(model).fhirType(), TypeShape.Kind.BACKBONE, () -> elementsOf(model));
        }
        return Primitive.named(datatype.name())
                .map(ModelReader::primitive)
                .orElseGet(() -> new TypeShape(datatype.name(), TypeShape.Kind.DATATYPE, () -> elementsOf(model)));
    }

    private static TypeShape primitive(Primitive primitive) {
        return new TypeShape(primitive.typeName(), TypeShape.Kind.PRIMITIVE, List::of);
    }

    private static Base newInstance(Class<?> model) {
        try {
            return (Base) model.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a model class: " + model.getName(), e);
        }
    }

    private List<ElementShape> elementsOf(Class<?> model) {
        var elements = new ArrayList<ElementShape>();
        if (model.getSuperclass() != Object.class) {
            elements.addAll(elementsOf(model.getSuperclass()));
        }
        for (Field field : model.getDeclaredFields()) {
            Child child = field.getAnnotation(Child.class);
            if (child != null) {
                elements.addAll(shapesOf(field, child));
            }
        }
        return elements;
    }

    private List<ElementShape> shapesOf(Field field, Child child) {
        Type type = field.getGenericType();
        if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
            type = generic.getActualTypeArguments()[0];
        }
        Set<String> targets = new TreeSet<>();
        for (Class<?> allowed : child.type()) {
            ResourceDef resource = allowed.getAnnotation(ResourceDef.class);
            if (resource != null) {
                targets.add(resource.name());
            }
        }
        if (type instanceof ParameterizedType enumeration && enumeration.getRawType() == Enumeration.class) {
            Class<?> codes = (Class<?>) enumeration.getActualTypeArguments()[0];
            return List.of(shape(child, child.name(), false, primitive(Primitive.CODE), codesOf(codes), Set.of()));
        }
        if (type != org.hl7.fhir.r4.model.Type.class) {
            TypeShape shape = typeOf(plain((Class<?>) type));
            return List.of(
                    shape(child, child.name(), false, shape, Set.of(), type == Reference.class ? targets : Set.of()));
        }
        return choicesOf(child).stream()
                .map(this::typeOf)
                .map(shape -> shape(
                        child,
                        child.name()
                                + Character.toUpperCase(shape.name().charAt(0))
                                + shape.name().substring(1),
                        true,
                        shape,
                        Set.of(),
                        shape.name().equals("Reference") ? targets : Set.of()))
                .toList();
    }

    private static ElementShape shape(
            Child child, String name, boolean choice, TypeShape type, Set<String> codes, Set<String> targets) {
        return new ElementShape(
                name,
                child.name(),
                type,
                child.max() == Child.MAX_UNLIMITED || child.max() > 1,
                child.min(),
                choice,
                Set.copyOf(codes),
                child.summary(),
                child.modifier(),
                Set.copyOf(targets));
    }

    private static Set<Class<?>> choicesOf(Child child) {
        var choices = new LinkedHashSet<Class<?>>();
        for (Class<?> allowed : child.type()) {
            choices.add(Resource.class.isAssignableFrom(allowed) ? Reference.class : plain(allowed));
        }
        if (choices.isEmpty()) {
            OPEN_CHOICE.forEach(name -> choices.add(modelClass(name)));
        }
        return choices;
    }

    /** SimpleQuantity and MoneyQuantity are profiles: in JSON they are Quantity. */
    private static Class<?> plain(Class<?> model) {
        DatatypeDef datatype = model.getAnnotation(DatatypeDef.class);
        boolean profile = datatype != null
                && (datatype.name().equals("SimpleQuantity") || datatype.name().equals("MoneyQuantity"));
        return profile ? Quantity.class : model;
    }

    private static Class<?> modelClass(String simpleName) {
        try {
            return Class.forName(Element.class.getPackageName() + "." + simpleName);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Set<String> codesOf(Class<?> codes) {
        var found = new LinkedHashSet<String>();
        try {
            for (Object constant : codes.getEnumConstants()) {
                Object code = codes.getMethod("toCode").invoke(constant);
                if (code instanceof String text && !text.equals("?")) {
                    found.add(text);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not codes: " + codes.getName() + ", a kind of " + EnumFactory.class, e);
        }
        return found;
    }
}
