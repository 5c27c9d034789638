package org.openspine.conformance.structure;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes of all types of FHIR R4. Immutable, safe for use by many threads. */
public final class Structures {
    private static final String RESOURCE_PREFIX = "resource.";
    private static final String DATATYPE_PREFIX = "datatype.";

    private final ModelReader reader = new ModelReader();
    private final Map<String, String> modelClasses = new HashMap<>();
    private final Map<String, TypeShape> types = new ConcurrentHashMap<>();
    private final Set<String> resourceTypes;

    /** Model classes are loaded one by one as their types are asked for: all of them take a second. */
    private Structures(Properties modelClasses) {
        var resources = new TreeSet<String>();
        for (String key : modelClasses.stringPropertyNames()) {
            String name = key.substring(key.indexOf('.') + 1);
            if (key.startsWith(RESOURCE_PREFIX)) {
                resources.add(name);
            }
            if (key.startsWith(RESOURCE_PREFIX) || key.startsWith(DATATYPE_PREFIX) && isConcrete(name)) {
                this.modelClasses.put(name, modelClasses.getProperty(key));
            }
        }
        resourceTypes = Collections.unmodifiableSet(resources);
        types.put("Element", reader.element());
        types.put(ModelReader.ANY_RESOURCE.name(), ModelReader.ANY_RESOURCE);
    }

    /** {@code code.2} is a second class for code, and BackboneElement is abstract. */
    private static boolean isConcrete(String datatype) {
        return datatype.indexOf('.') < 0 && !datatype.equals("BackboneElement");
    }

    /** The shapes behind {@code context}, which must be of R4. */
    public static Structures r4(FhirContext context) {
        if (context.getVersion().getVersion() != FhirVersionEnum.R4) {
            throw new IllegalArgumentException("a context of FHIR R4 is needed");
        }
        var modelClasses = new Properties();
        try (InputStream file = context.getVersion().getFhirVersionPropertiesFile()) {
            modelClasses.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Structures(modelClasses);
    }

    /** The shape of what is not known: it has no elements. */
    public static TypeShape unknown() {
        return new TypeShape("", TypeShape.Kind.BACKBONE, java.util.List::of);
    }

    /** Names of the concrete resource types, sorted. */
    public Set<String> resourceTypes() {
        return resourceTypes;
    }

    /** The shape of a concrete resource type. */
    public Optional<TypeShape> resource(String type) {
        return resourceTypes.contains(type) ? named(type) : Optional.empty();
    }

    /** Any type: a resource, a datatype, a primitive, {@code Element}, or a backbone element by its path ({@code Patient.contact}). */
    public Optional<TypeShape> type(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return named(name);
        }
        Optional<TypeShape> type = named(name.substring(0, dot));
        for (String step : name.substring(dot + 1).split("\\.", -1)) {
            type = type.flatMap(owner -> owner.element(step)).map(ElementShape::type);
        }
        return type;
    }

    private Optional<TypeShape> named(String name) {
        TypeShape known = types.get(name);
        if (known != null || !modelClasses.containsKey(name)) {
            return Optional.ofNullable(known);
        }
        return Optional.of(
                types.computeIfAbsent(name, type -> reader.typeOf(modelClass(modelClasses.getOrDefault(type, "")))));
    }

    private static Class<?> modelClass(String name) {
        try {
            return Class.forName(name, false, Structures.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("HAPI names a model class that is not there: " + name, e);
        }
    }
}
