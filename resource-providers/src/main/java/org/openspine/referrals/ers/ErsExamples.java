package org.openspine.referrals.ers;

import java.util.List;
import org.openspine.api.ApiDescription.Example;
import org.openspine.api.ApiDescription.Header;
import org.openspine.api.HttpMethod;

/** What developers are told of the service: headers, and requests that work with the sample people. */
final class ErsExamples {
    private static final String[] CLINICIAN = {
        ErsCaller.FUNCTION + ": REFERRING_CLINICIAN", ErsCaller.ORGANISATION + ": A99981"
    };

    static final List<Header> HEADERS = List.of(
            new Header(
                    ErsCaller.FUNCTION,
                    true,
                    "what you are: REFERRING_CLINICIAN, SERVICE_PROVIDER_CLINICIAN and so on"),
            new Header(ErsCaller.ORGANISATION, true, "ODS code of your organisation"),
            new Header(
                    ErsCaller.ON_BEHALF_OF,
                    false,
                    "SDS user id of the clinician for whom SERVICE_PROVIDER_CLINICIAN_ADMIN acts"),
            new Header("If-Match", false, "the version to be changed: W/\"2\""),
            new Header("X-Correlation-ID", false, "any text; mirrored"),
            new Header("NHSD-eRS-Comm-Rule-Org", false, "commissioning organisation, for slots"),
            new Header("NHSD-eRS-File-Name", false, "name of an uploaded file"),
            new Header("NHSD-eRS-Referral-ID", false, "UBRN for which a file is uploaded"),
            new Header(
                    "OpenSpine-Access-Mode",
                    false,
                    "application-restricted acts as an application, without the headers of people"),
            new Header(
                    ErsCaller.APPLICATION_ORGANISATION, false, "ODS code for which such an application is registered"));

    static final List<Example> REQUESTS = List.of(
            Example.get("Find a request by its UBRN", "/ServiceRequest?identifier=990000001001", CLINICIAN),
            Example.get("Read the referral", "/ServiceRequest/r.1944e42d-b953-56d1-bb31-4a97d6e16e36", CLINICIAN),
            Example.get(
                    "Its whole story by one request: letters, bookings, messages, tasks, and what they name",
                    "/FHIR/R4/ServiceRequest/r.1944e42d-b953-56d1-bb31-4a97d6e16e36/$everything"),
            Example.get("A service", "/HealthcareService/11001", CLINICIAN),
            Example.get("Services of a shortlist", "/HealthcareService?_id=11001,11004", CLINICIAN),
            Example.get(
                    "Free slots",
                    "/Slot?schedule.actor:HealthcareService=11001&appointmentType=ROUTINE&status=free&_count=5&page=1",
                    CLINICIAN[0],
                    CLINICIAN[1],
                    "NHSD-eRS-Comm-Rule-Org: A99981"),
            Example.get("A booked appointment", "/Appointment/990001", CLINICIAN),
            new Example(
                    "Referrals that wait for a provider's review",
                    HttpMethod.POST,
                    "/ServiceRequest/$ers.fetchworklist",
                    List.of(
                            ErsCaller.FUNCTION + ": SERVICE_PROVIDER_CLINICIAN",
                            ErsCaller.ORGANISATION + ": RZ9",
                            "Content-Type: application/fhir+json"),
                    """
                    {"resourceType": "Parameters", "parameter": [{"name": "listType", "valueCodeableConcept": {"coding": [
                      {"system": "https://fhir.nhs.uk/CodeSystem/eRS-ReferralListSelector", "code": "REFERRALS_FOR_REVIEW"}]}}]}"""),
            Example.get(
                    "The letter of a referral: leads to the file",
                    "/Binary/04cb7020-e509-5fea-9de6-a0fc43c5585e",
                    CLINICIAN),
            Example.get("Business functions", "/PractitionerRole"));

    private ErsExamples() {}
}
