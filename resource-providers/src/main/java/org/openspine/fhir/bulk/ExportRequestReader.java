package org.openspine.fhir.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openspine.conformance.json.JsonNames;
import org.openspine.error.FhirError;
import org.openspine.error.SpineException;
import org.openspine.fhir.FhirRequest;
import org.openspine.fhir.Operation;
import org.openspine.fhir.OperationParameters;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;
import org.openspine.repository.search.DateRange;

/** Reads the kick-off request of an export, and refuses what could not be done later. */
final class ExportRequestReader {
    private static final String OPERATION = "export";

    /** Ours: why patients who opted out are exported all the same. */
    private static final String EXEMPTION = "_optOutExemption";

    private static final int LONGEST_EXEMPTION = 200;
    private static final List<String> PARAMETERS =
            List.of("_outputFormat", "_since", "_type", "_typeFilter", "_elements", EXEMPTION);
    private static final Pattern FILTER = Pattern.compile("([A-Za-z]{1,40})\\?(.+)");
    private static final Pattern NEXT_FILTER = Pattern.compile(",(?=[A-Z][A-Za-z]{1,39}\\?)");

    private final ResourceRepository repository;
    private final ExportPlan plan;
    private final Set<String> servedTypes;

    ExportRequestReader(ResourceRepository repository, ExportPlan plan, Set<String> servedTypes) {
        this.repository = repository;
        this.plan = plan;
        this.servedTypes = servedTypes;
    }

    ExportRequest read(FhirRequest request, Operation.Target target) {
        if (!request.preferences().respondAsync()) {
            throw new SpineException(
                    FhirError.INVALID_REQUEST, "$export is asynchronous only: send the header Prefer: respond-async");
        }
        OperationParameters parameters = OperationParameters.of(request, OPERATION, PARAMETERS);
        parameters
                .last("_outputFormat")
                .filter(format -> !Ndjson.NAMES.contains(format.replace(' ', '+')))
                .ifPresent(format -> {
                    throw new SpineException(
                            FhirError.INVALID_PARAMETER,
                            "'_outputFormat' is " + Ndjson.MEDIA_TYPE + " or a short form");
                });
        ExportRequest.Scope scope = target.key().isPresent()
                ? ExportRequest.Scope.GROUP
                : target.type().isPresent() ? ExportRequest.Scope.PATIENTS : ExportRequest.Scope.SYSTEM;
        ExportRequest read = new ExportRequest(
                request.base() + "/" + String.join("/", request.path())
                        + (request.query().isEmpty() ? "" : "?" + request.query()),
                scope,
                target.key().map(this::group),
                types(parameters.list("_type"), scope),
                parameters.last("_since").map(ExportRequestReader::instant),
                filters(parameters),
                String.join(",", parameters.list("_elements")),
                parameters.last(EXEMPTION).map(ExportRequestReader::exemption),
                request.caller());
        requireExported(read);
        plan.searches(read); // refuses filters that cannot be
        return read;
    }

    private ExportRequest.Group group(ResourceKey key) {
        StoredResource stored = repository
                .read(key)
                .filter(found -> !found.isDeleted())
                .orElseThrow(() -> new SpineException(FhirError.NOT_FOUND, "No Group has this id"));
        return new ExportRequest.Group(key, stored.version());
    }

    private List<String> types(List<String> wanted, ExportRequest.Scope scope) {
        boolean all = scope == ExportRequest.Scope.SYSTEM;
        for (String type : wanted) {
            if (!servedTypes.contains(type)) {
                throw new SpineException(
                        FhirError.INVALID_PARAMETER,
                        "'_type' names '%s', which is not served".formatted(JsonNames.shown(type)));
            }
            if (!all && !plan.isOfPatients(type)) {
                throw new SpineException(
                        FhirError.INVALID_PARAMETER,
                        "'_type' names %s, which is not part of a patient's record; export it from the system"
                                .formatted(type));
            }
        }
        return wanted.isEmpty()
                ? servedTypes.stream()
                        .filter(type -> all || plan.isOfPatients(type))
                        .toList()
                : wanted;
    }

    private static String exemption(String ground) {
        if (ground.length() > LONGEST_EXEMPTION) {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'%s' names the ground in at most %d characters".formatted(EXEMPTION, LONGEST_EXEMPTION));
        }
        return ground;
    }

    private static String instant(String text) {
        if (DateRange.parse(text).isEmpty()) {
            throw new SpineException(FhirError.INVALID_PARAMETER, "'_since' takes an instant");
        }
        return text;
    }

    /** {@code Type?query}, repeated or separated by commas; a query may hold commas of its own. */
    private static List<ExportRequest.Filter> filters(OperationParameters parameters) {
        List<ExportRequest.Filter> filters = new ArrayList<>();
        for (String text : parameters.texts("_typeFilter")) {
            for (String one : NEXT_FILTER.split(text)) {
                Matcher filter = FILTER.matcher(one);
                if (!filter.matches()) {
                    throw new SpineException(
                            FhirError.INVALID_PARAMETER, "'_typeFilter' is written [type]?[search parameters]");
                }
                filters.add(new ExportRequest.Filter(filter.group(1), filter.group(2)));
            }
        }
        return filters;
    }

    private static void requireExported(ExportRequest request) {
        Optional<ExportRequest.Filter> idle = request.filters().stream()
                .filter(filter -> !request.types().contains(filter.type()))
                .findFirst();
        idle.ifPresent(filter -> {
            throw new SpineException(
                    FhirError.INVALID_PARAMETER,
                    "'_typeFilter' filters %s, which is not exported".formatted(JsonNames.shown(filter.type())));
        });
    }
}
