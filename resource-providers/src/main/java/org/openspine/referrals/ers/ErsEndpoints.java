package org.openspine.referrals.ers;

import static org.openspine.api.HttpMethod.GET;
import static org.openspine.api.HttpMethod.HEAD;
import static org.openspine.api.HttpMethod.POST;
import static org.openspine.referrals.ers.ErsApi.Exchange.FETCH;
import static org.openspine.referrals.ers.ErsApi.Exchange.OPERATION;
import static org.openspine.referrals.ers.ErsApi.Exchange.READ;
import static org.openspine.referrals.ers.ErsApi.Exchange.UPLOAD;
import static org.openspine.referrals.ers.ErsApi.Version.NOT_BY_HEADER;

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
        table.lifeCycle(parts);
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

    private void lifeCycle(ErsParts parts) {
        var reading = new Reading(parts);
        var referring = new Referring(parts, reading);
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
