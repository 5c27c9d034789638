package org.openspine.conformance.structure;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The shapes of all types of FHIR R4. Immutable, safe for use by many threads. */
public final class Structures {
    private static final String RESOURCE_PREFIX = "resource.";
    private static final String DATATYPE_PREFIX = "datatype.";

    private final Map<String, TypeShape> types = new TreeMap<>();
    private final Set<String> resourceTypes;

    private Structures(Properties modelClasses) {
        var reader = new ModelReader();
        var resources = new TreeSet<String>();
        for (String key : modelClasses.stringPropertyNames()) {
            Class<?> model = modelClass(modelClasses.getProperty(key));
            if (key.startsWith(RESOURCE_PREFIX)) {
                resources.add(key.substring(RESOURCE_PREFIX.length()));
                types.put(key.substring(RESOURCE_PREFIX.length()), reader.typeOf(model));
            } else if (key.startsWith(DATATYPE_PREFIX) && ModelReader.isConcreteDatatype(model)) {
                TypeShape type = reader.typeOf(model);
                types.put(type.name(), type);
            }
        }
        resourceTypes = Collections.unmodifiableSet(new LinkedHashSet<>(resources));
        types.put("Element", reader.element());
        types.put(ModelReader.ANY_RESOURCE.name(), ModelReader.ANY_RESOURCE);
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

    /** Names of the concrete resource types, sorted. */
    public Set<String> resourceTypes() {
        return resourceTypes;
    }

    /** The shape of a concrete resource type. */
    public Optional<TypeShape> resource(String type) {
        return resourceTypes.contains(type) ? Optional.ofNullable(types.get(type)) : Optional.empty();
    }

    /** Any type: a resource, a datatype, a primitive, {@code Element}, or a backbone element by its path ({@code Patient.contact}). */
    public Optional<TypeShape> type(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Optional.ofNullable(types.get(name));
        }
        Optional<TypeShape> type = Optional.ofNullable(types.get(name.substring(0, dot)));
        for (String step : name.substring(dot + 1).split("\\.", -1)) {
            type = type.flatMap(owner -> owner.element(step)).map(ElementShape::type);
        }
        return type;
    }

    private static Class<?> modelClass(String name) {
        try {
            return Class.forName(name, false, Structures.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("HAPI names a model class that is not there: " + name, e);
        }
    }
}
