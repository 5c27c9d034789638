package org.openspine.referrals.ers;

import static org.openspine.api.HttpMethod.GET;
import static org.openspine.api.HttpMethod.HEAD;
import static org.openspine.api.HttpMethod.POST;
import static org.openspine.api.HttpMethod.PUT;
import static org.openspine.referrals.ers.ErsApi.Exchange.DOCUMENT;
import static org.openspine.referrals.ers.ErsApi.Exchange.FETCH;
import static org.openspine.referrals.ers.ErsApi.Exchange.OPERATION;
import static org.openspine.referrals.ers.ErsApi.Exchange.READ;
import static org.openspine.referrals.ers.ErsApi.Exchange.UPLOAD;
import static org.openspine.referrals.ers.ErsApi.Version.NOT_BY_HEADER;
import static org.openspine.referrals.ers.ErsApi.Version.PRECONDITION;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openspine.api.HttpMethod;
import org.openspine.referrals.ers.ErsApi.Exchange;
import org.openspine.referrals.ers.ErsApi.Handler;
import org.openspine.referrals.ers.ErsApi.Row;
import org.openspine.referrals.ers.ErsApi.Version;

/** The table of the API: what answers where. */
final class ErsEndpoints {
    private final List<Row> rows = new ArrayList<>();

    private ErsEndpoints() {}

    static List<Row> of(ErsParts parts) {
        var table = new ErsEndpoints();
        table.published(parts);
        var reading = new Reading(parts);
        var referring = new Referring(parts, reading);
        table.lifeCycle(parts, reading, referring);
        table.review(parts, reading, referring);
        table.lists(parts);
        return table.rows;
    }

    private void published(ErsParts parts) {
        var directory = new DirectoryReads(parts);
        var uploads = new Uploads(parts);
        get(
                "PractitionerRole",
                ErsAction.A030_OWN_FUNCTIONS,
                "The business functions of the user",
                directory::ownFunctions);
        get("Practitioner", ErsAction.A040_ON_BEHALF_OF, "Clinicians for whom an admin may act", directory::onBehalfOf);
        get("HealthcareService", ErsAction.A033_SERVICE, "Services by id", directory::services);
        row(
                Set.of(GET, HEAD),
                "HealthcareService/{id}",
                ErsAction.A033_SERVICE,
                READ,
                NOT_BY_HEADER,
                "One service",
                directory::service);
        get(
                "ServiceRequest",
                ErsAction.A041_FIND_REQUESTS,
                "Referral and advice request of a UBRN",
                new FindRequests(parts)::answer);
        row(
                Set.of(GET),
                "Binary/{id}",
                ErsAction.A042_ATTACHMENT,
                FETCH,
                NOT_BY_HEADER,
                "Leads to a file",
                uploads::attachment);
        row(
                Set.of(GET),
                "Binary/{id}/$download",
                ErsAction.DOWNLOAD,
                FETCH,
                NOT_BY_HEADER,
                "The file, for a short time",
                uploads::download);
        row(Set.of(POST), "Binary", ErsAction.A020_UPLOAD, UPLOAD, NOT_BY_HEADER, "Uploads a file", uploads::upload);
    }

    private void lifeCycle(ErsParts parts, Reading reading, Referring referring) {
        get("ServiceRequest/{id}", ErsAction.A005_READ_REFERRAL, "A referral or advice request", reading::request);
        get(
                "ServiceRequest/{id}/_history/{version}",
                ErsAction.A005_READ_REFERRAL,
                "The same, if this version is the current one",
                reading::request);
        get("Appointment/{id}", ErsAction.A038_READ_APPOINTMENT, "The current appointment", reading::appointment);
        get(
                "Appointment/{id}/_history/{version}",
                ErsAction.A038_READ_APPOINTMENT,
                "The same, if this version is the current one",
                reading::appointment);
        get("Slot", ErsAction.A015_SLOTS, "Free slots of a service", new Slots(parts)::answer);
        post(
                "Appointment",
                ErsAction.A016_BOOK,
                NOT_BY_HEADER,
                "Books, defers, or sends for triage",
                new Booking(parts)::answer);
        post(
                "ServiceRequest/$ers.createReferral",
                ErsAction.A011_CREATE,
                NOT_BY_HEADER,
                "Refers a patient",
                referring::create);
        post(
                "ServiceRequest/$ers.createReferralAndSendForTriage",
                ErsAction.A021_CREATE_FOR_TRIAGE,
                NOT_BY_HEADER,
                "Refers a patient and sends the referral for triage",
                referring::createForTriage);
        post(
                "ServiceRequest/{id}/$ers.changeShortlist",
                ErsAction.A031_SHORTLIST,
                Version.BAD_REQUEST,
                "Replaces the shortlist",
                referring::changeShortlist);
        post(
                "ServiceRequest/{id}/$ers.changeShortlistAndSendForTriage",
                ErsAction.A032_SHORTLIST_FOR_TRIAGE,
                Version.BAD_REQUEST,
                "Replaces the shortlist and sends the referral for triage",
                referring::changeShortlistForTriage);
    }

    private void review(ErsParts parts, Reading reading, Referring referring) {
        var conversation = new Conversation(parts);
        var reviewing = new Reviewing(parts, reading);
        var cancelling = new Cancelling(parts, reading);
        var advice = new Advice(parts, reading, referring, conversation);
        var documents = new Documents(parts, conversation);
        post(
                "ServiceRequest/{id}/$ers.maintainReferralLetter",
                ErsAction.A012_LETTER,
                PRECONDITION,
                "Replaces the referrer's letters",
                new Letters(parts, reading)::maintain);
        post(
                "ServiceRequest/{id}/$ers.acceptReferral",
                ErsAction.A013_ACCEPT,
                PRECONDITION,
                "Accepts a booked referral",
                reviewing::accept);
        post(
                "ServiceRequest/{id}/$ers.rejectReferral",
                ErsAction.A014_REJECT,
                PRECONDITION,
                "Rejects a booked referral",
                reviewing::reject);
        post(
                "ServiceRequest/{id}/$ers.cancelAppointmentActionLater",
                ErsAction.A022_CANCEL_ACTION_LATER,
                PRECONDITION,
                "Cancels the appointment; the provider will find another",
                reviewing::cancelAndActLater);
        post(
                "ServiceRequest/{id}/$ers.recordReviewOutcome",
                ErsAction.A028_TRIAGE_OUTCOME,
                PRECONDITION,
                "Answers a referral sent for triage or deferred",
                reviewing::triageOutcome);
        post(
                "ServiceRequest/{id}/$ers.cancelReferral",
                ErsAction.A036_CANCEL_REFERRAL,
                PRECONDITION,
                "Cancels the referral for good",
                cancelling::referral);
        row(
                Set.of(PUT),
                "Appointment/{id}",
                ErsAction.A034_CANCEL_BOOKING,
                OPERATION,
                PRECONDITION,
                "Cancels a booked appointment",
                cancelling::booking);
        post(
                "ServiceRequest/$ers.createAdviceAndGuidance",
                ErsAction.A044_ASK_ADVICE,
                NOT_BY_HEADER,
                "Asks for advice",
                advice::ask);
        post(
                "ServiceRequest/{id}/$ers.sendCommunicationToRequester",
                ErsAction.A026_ANSWER_ADVICE,
                Version.BAD_REQUEST,
                "Gives advice, or asks for more",
                advice::respond);
        post(
                "ServiceRequest/$ers.createFromCommunicationRequestActionLater",
                ErsAction.A027_CONVERT_ADVICE,
                NOT_BY_HEADER,
                "Makes a referral of an advice request",
                advice::convert);
        get("Communication", ErsAction.A025_CONVERSATION, "The messages of an advice request", conversation::answer);
        get("Task", ErsAction.A029_AVAILABLE_ACTIONS, "What may be done now", new AvailableActions(parts)::answer);
        document(
                "ServiceRequest/{id}/$ers.generateCRI",
                ErsAction.A007_CLINICAL_INFORMATION,
                "Clinical information as a PDF",
                documents::clinicalInformation);
        document(
                "ServiceRequest/{id}/$ers.generatePatientLetter",
                ErsAction.A019_PATIENT_LETTER,
                "A letter for the patient as a PDF",
                documents::patientLetter);
    }

    private void lists(ErsParts parts) {
        get("CodeSystem/{set}", ErsAction.A004_REFERENCE_DATA, "Reference data", ReferenceData::answer);
        post(
                "HealthcareService/$ers.searchHealthcareServicesForPatient",
                ErsAction.A010_SERVICE_SEARCH,
                NOT_BY_HEADER,
                "Services for a patient",
                new ServiceSearch(parts)::answer);
        post(
                "ServiceRequest/$ers.fetchworklist",
                ErsAction.A008_WORKLIST,
                NOT_BY_HEADER,
                "A worklist",
                new Worklists(parts)::answer);
    }

    private void document(String pattern, ErsAction action, String meaning, Handler handler) {
        row(Set.of(POST), pattern, action, DOCUMENT, NOT_BY_HEADER, meaning, handler);
    }

    private void get(String pattern, ErsAction action, String meaning, Handler handler) {
        row(Set.of(GET), pattern, action, READ, NOT_BY_HEADER, meaning, handler);
    }

    private void post(String pattern, ErsAction action, Version version, String meaning, Handler handler) {
        row(Set.of(POST), pattern, action, OPERATION, version, meaning, handler);
    }

    private void row(
            Set<HttpMethod> methods,
            String pattern,
            ErsAction action,
            Exchange exchange,
            Version version,
            String meaning,
            Handler handler) {
        rows.add(new Row(methods, pattern, action, exchange, version, meaning, handler));
    }
}
