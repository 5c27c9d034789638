package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.AdviceStatus;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.Elements;
import org.openspine.referrals.ErsExtension;
import org.openspine.referrals.NumberAllocator;
import org.openspine.referrals.Priority;
import org.openspine.referrals.Referral;
import org.openspine.referrals.ReferralState;
import org.openspine.referrals.Requester;
import org.openspine.referrals.ServiceEntry;
import org.openspine.referrals.Shortlist;
import org.openspine.repository.BusinessKey;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceWrite;
import org.openspine.terminology.identifier.NhsNumber;

/** Advice and guidance: A044 asks, A026 answers, A027 makes a referral of the conversation. */
final class Advice {
    private static final int LONGEST_MESSAGE = 8000;
    private static final int LONGEST_COMMENT = 2000;
    private static final String CONVERSION = "https://fhir.nhs.uk/CodeSystem/eRS-ProviderConversionAuthorisation";
    private static final String OUTCOME = "https://fhir.nhs.uk/CodeSystem/eRS-GuidanceResponseOutcome";
    private static final String RECOMMENDATION = "https://fhir.nhs.uk/CodeSystem/eRS-GuidanceIntendedRecommendation";

    private final ErsParts parts;
    private final Reading reading;
    private final Referring referring;
    private final Conversation conversation;
    private final Appointments appointments;
    private final AdminTasks tasks;

    Advice(ErsParts parts, Reading reading, Referring referring, Conversation conversation) {
        this.parts = parts;
        this.reading = reading;
        this.referring = referring;
        this.conversation = conversation;
        this.appointments = new Appointments(parts);
        this.tasks = new AdminTasks(parts);
    }

    private enum Authorisation {
        AUTHORISED_TO_CONVERT(
                "Referrer has allowed the Service Provider to convert the Advice and Guidance to a Referral"),
        NOT_AUTHORISED_TO_CONVERT(
                "Referrer has NOT allowed the Service Provider to convert the Advice and Guidance to a Referral");

        private final String display;

        Authorisation(String display) {
            this.display = display;
        }
    }

    private enum GuidanceOutcome {
        REQUIRE_FURTHER_INFORMATION,
        RETURN_TO_REFERRER_WITH_ADVICE
    }

    private enum Recommendation {
        ADVICE_ONLY_NO_REFERRAL_RECOMMENDED,
        ADVICE_FOLLOWED_BY_REFERRAL_IF_REQUIRED,
        REFERRAL_RECOMMENDED,
        OTHER
    }

    /** A044. */
    FhirResponse ask(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("patient", "valueIdentifier"),
                Inputs.Input.required("providerConversionAuthorisation", "valueCoding"),
                Inputs.Input.required("shortlist", "resource"),
                Inputs.Input.required("request", "valueString"),
                Inputs.Input.optional("referringClinician", "valueIdentifier"),
                Inputs.Input.several("requestAttachmentFile", "resource", 0));
        String nhsNumber = inputs.identifier("patient", NhsNumber.SYSTEM).orElseThrow();
        Authorisation authorisation = inputs.coded("providerConversionAuthorisation", CONVERSION, Authorisation.class)
                .orElseThrow();
        ShortlistInput input = ShortlistInput.of(inputs.one("shortlist"));
        String message = inputs.text("request", LONGEST_MESSAGE);
        Patients.Referred patient = parts.patients().registered(nhsNumber);
        Requester requester =
                referring.requester(request.caller(), inputs.identifier("referringClinician", Elements.USER_ID));
        ServiceEntry service = input.advising(parts, patient, referring.today());
        String ubrn = NumberAllocator.ubrn(parts.ubrns().next());
        ObjectNode tree =
                referring.blank(patient, ubrn, requester, parts.clock().instant());
        Elements.removeExtension(tree, ErsExtension.PATHWAY_START);
        Elements.removeExtension(tree, ErsExtension.COMMISSIONING);
        tree.set(
                "code",
                Elements.concept(
                        Elements.coding("https://fhir.nhs.uk/CodeSystem/servicerequest-code", "advice-and-guidance")));
        Elements.setExtension(
                tree,
                ErsExtension.CONVERSION,
                "valueCoding",
                Elements.coding(CONVERSION, authorisation.name(), authorisation.display));
        var key = new ResourceKey(Referral.TYPE, "a." + UUID.randomUUID());
        Referral advice = Referral.of(key, 0, tree);
        Referring.shortlist(advice, input, List.of(service));
        advice.enter(AdviceStatus.PROVIDER_RESPONSE_REQUIRED);
        advice.place(service.placement());
        return parts.repository().inTransaction(() -> {
            referring.requireUnused(ubrn);
            List<Attachment> files =
                    parts.files().named("requestAttachmentFile", inputs.all("requestAttachmentFile"), advice, false);
            List<String> documents = parts.files().attach(files, Attachment.Kind.ADVICE_REQUEST, advice);
            advice.setDocuments(documents);
            ResourceWrite communication = conversation.question(advice, requester, service, message, documents);
            parts.repository().store(List.of(parts.records().write(advice), communication));
            parts.repository().claim(key, List.of(new BusinessKey("ubrn", ubrn)));
            return answer(request, "created", advice, communication);
        });
    }

    private FhirResponse answer(ErsRequest request, String verb, Referral advice, ResourceWrite communication) {
        ObjectNode answer = Elements.resource("Parameters");
        answer.withArray("parameter")
                .addObject()
                .put("name", verb + "CommunicationRequest")
                .set("resource", reading.view(advice));
        answer.withArray("parameter")
                .addObject()
                .put("name", "createdCommunication")
                .set("resource", conversation.whole(communication.resource()));
        return Answers.versioned(200, answer, advice.version() + 1, request);
    }

    /** A026. */
    FhirResponse respond(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("guidanceOutcome", "valueCoding"),
                Inputs.Input.optional("guidanceIntendedRecommendation", "valueCoding"),
                Inputs.Input.required("guidance", "valueString"),
                Inputs.Input.required("updatedPriority", "valueCoding"),
                Inputs.Input.several("guidanceAttachmentFile", "resource", 0));
        GuidanceOutcome outcome =
                inputs.coded("guidanceOutcome", OUTCOME, GuidanceOutcome.class).orElseThrow();
        Optional<Recommendation> recommendation =
                inputs.coded("guidanceIntendedRecommendation", RECOMMENDATION, Recommendation.class);
        String message = inputs.text("guidance", LONGEST_MESSAGE);
        Priority priority =
                inputs.coded("updatedPriority", Priority.SYSTEM, Priority.class).orElseThrow();
        boolean returned = outcome == GuidanceOutcome.RETURN_TO_REFERRER_WITH_ADVICE;
        if (returned && recommendation.isEmpty()) {
            throw BusinessError.VALUE_IS_REQUIRED.because("'guidanceIntendedRecommendation' is required with advice");
        }
        if (!returned && recommendation.isPresent()) {
            throw BusinessError.FIELD_NOT_PERMITTED.because(
                    "'guidanceIntendedRecommendation' is not permitted when more information is asked for");
        }
        return parts.records()
                .change(request.path(1), Records.Kind.ADVICE, request.ifMatch(), request.caller(), advice -> {
                    requireStatus(advice);
                    List<Attachment> files = parts.files()
                            .named("guidanceAttachmentFile", inputs.all("guidanceAttachmentFile"), advice, true);
                    List<String> documents = parts.files().attach(files, Attachment.Kind.GUIDANCE_RESPONSE, advice);
                    addDocuments(advice, documents);
                    advice.setPriority(priority);
                    advice.enter(
                            returned
                                    ? AdviceStatus.REFERRER_TO_REVIEW_RESPONSE
                                    : AdviceStatus.REFERRER_TO_SUBMIT_FURTHER_INFORMATION);
                    ResourceWrite communication = conversation.answer(advice, request.caller(), message, documents);
                    recommendation.ifPresent(code -> communication
                            .resource()
                            .withArray("reasonCode")
                            .add(Elements.concept(Elements.coding(RECOMMENDATION, code.name()))));
                    parts.repository().store(List.of(parts.records().write(advice), communication));
                    return answer(request, "updated", advice, communication);
                });
    }

    private static void addDocuments(Referral advice, List<String> documents) {
        List<String> all = new ArrayList<>(advice.documents());
        all.addAll(documents);
        advice.setDocuments(all);
    }

    private static void requireStatus(Referral advice) {
        Situations.requireActive(advice);
        if (!advice.adviceStatus().equals(Optional.of(AdviceStatus.PROVIDER_RESPONSE_REQUIRED))) {
            throw BusinessError.INVALID_REQUEST_STATE.because("No answer of the provider is awaited");
        }
    }

    /** A027. */
    FhirResponse convert(ErsRequest request) {
        Inputs inputs = request.inputs(
                Inputs.Input.required("createFrom", "valueReference"),
                Inputs.Input.required("guidance", "valueString"),
                Inputs.Input.required("newReferralPriority", "valueCoding"),
                Inputs.Input.required("reviewComments", "valueString"),
                Inputs.Input.several("guidanceAttachmentFile", "resource", 0),
                Inputs.Input.several("reviewAttachmentFile", "resource", 0));
        String from = inputs.one("createFrom").path("reference").asText();
        String id = Elements.idOf(from, Referral.TYPE)
                .or(() -> Elements.idOf(from, "CommunicationRequest"))
                .orElseThrow(() -> BusinessError.INVALID_VALUE.because("'createFrom' must name an advice request"));
        long version = Elements.versionOf(from)
                .orElseThrow(() -> BusinessError.MISSING_VALUE.because("'createFrom' must name a version"));
        String message = inputs.text("guidance", LONGEST_MESSAGE);
        String comments = inputs.text("reviewComments", LONGEST_COMMENT);
        Priority priority = inputs.coded("newReferralPriority", Priority.SYSTEM, Priority.class)
                .orElseThrow();
        String number = Long.toString(parts.appointmentNumbers().next());
        return parts.records().change(id, Records.Kind.ADVICE, version, request.caller(), advice -> {
            Situations.requireActive(advice);
            if (!advice.isConversionAuthorised()) {
                throw BusinessError.INVALID_REQUEST_STATE.because("The referrer has not authorised the conversion");
            }
            ServiceEntry service = advice.shortlist().services().stream()
                    .findFirst()
                    .map(Shortlist.Item::id)
                    .flatMap(parts.directory()::service)
                    .orElseThrow(() -> BusinessError.SERVICE_UNAVAILABLE.because("The service is not there any more"));
            if (!service.supports(priority)) {
                throw BusinessError.UNSUPPORTED_PRIORITY.because("The service does not support this priority");
            }
            return convert(request, inputs, advice, service, priority, message, comments, number);
        });
    }

    private FhirResponse convert(
            ErsRequest request,
            Inputs inputs,
            Referral advice,
            ServiceEntry service,
            Priority priority,
            String message,
            String comments,
            String number) {
        List<Attachment> guidance =
                parts.files().named("guidanceAttachmentFile", inputs.all("guidanceAttachmentFile"), advice, true);
        List<Attachment> review =
                parts.files().named("reviewAttachmentFile", inputs.all("reviewAttachmentFile"), advice, true);
        List<String> guidanceDocuments = parts.files().attach(guidance, Attachment.Kind.GUIDANCE_RESPONSE, advice);
        addDocuments(advice, guidanceDocuments);
        Referral referral = referralOf(advice, priority);
        List<String> documents = new ArrayList<>();
        List<ResourceWrite> writes = new ArrayList<>();
        ResourceWrite answer = conversation.answer(advice, request.caller(), message, guidanceDocuments);
        writes.add(answer);
        String name = "Advice and guidance conversation - %s.pdf".formatted(advice.ubrn());
        byte[] pdf = conversation.document(advice, answer.resource());
        documents.add(parts.files()
                .write("application/pdf", name, pdf, Attachment.Kind.REFERRER, referral, request.caller())
                .id());
        documents.addAll(parts.files().share(advice.documents(), referral));
        documents.addAll(parts.files().attach(review, Attachment.Kind.PROVIDER, referral));
        referral.setDocuments(documents);
        referral.markInformed(Times.text(parts.clock().instant()));
        referral.place(service.placement());
        String why = "PROVIDER_CONVERTED_ADVICE_AND_GUIDANCE_ADMIN_TO_REFER";
        referral.enter(
                ReferralState.TRIAGED_PROVIDER_TO_ACTION,
                Appointments.reason(Appointments.REVIEW_OUTCOME, why),
                comments);
        referral.setAppointment(number);
        ObjectNode appointment = appointments.proposed(referral, service, Appointments.REVIEW_OUTCOME, why, comments);
        writes.add(appointments.write(Appointments.key(number), 0, appointment, referral));
        writes.add(tasks.open(referral, comments));
        advice.enter(AdviceStatus.ADVICE_CONVERTED);
        writes.add(parts.records().write(advice));
        writes.add(parts.records().write(referral));
        parts.repository().store(writes);
        return Answers.versioned(201, reading.view(referral), 1, request)
                .at("%s/ServiceRequest/%s".formatted(request.base(), referral.id()));
    }

    /** The referral that grows from an advice request: the same number, patient, referrer and service. */
    private Referral referralOf(Referral advice, Priority priority) {
        ObjectNode tree = advice.tree().deepCopy();
        tree.remove(List.of("id", "meta", "code", "supportingInfo", "category"));
        Elements.removeExtension(tree, ErsExtension.CONVERSION);
        tree.putArray("category").add(Elements.concept(Elements.coding(Referral.CATEGORY, "referral")));
        tree.put("authoredOn", Times.text(parts.clock().instant()));
        parts.patients()
                .practiceOf(advice.nhsNumber())
                .ifPresent(practice -> Elements.setExtension(
                        tree,
                        ErsExtension.COMMISSIONING,
                        "valueIdentifier",
                        Elements.identifier(org.openspine.terminology.identifier.OdsCode.SYSTEM, practice)));
        Elements.setExtension(
                tree,
                ErsExtension.PATHWAY_START,
                "valueInstant",
                com.fasterxml.jackson.databind.node.TextNode.valueOf(
                        Times.text(parts.clock().instant())));
        tree.withArray("supportingInfo").add(Elements.reference("ServiceRequest/" + advice.id()));
        var key = new ResourceKey(Referral.TYPE, "r." + advice.id().substring(2));
        Referral referral = Referral.of(key, 0, tree);
        referral.setPriority(priority);
        return referral;
    }
}
