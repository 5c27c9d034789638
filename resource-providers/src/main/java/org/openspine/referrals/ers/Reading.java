package org.openspine.referrals.ers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.openspine.api.FhirResponse;
import org.openspine.error.SpineException;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.repository.ResourceKey;
import org.openspine.repository.ResourceRepository;
import org.openspine.repository.StoredResource;

/** A005 and A024, the requests; A038, their appointments. Of both only the current version is served. */
final class Reading {
    private final ResourceRepository repository;
    private final Records records;
    private final Appointments appointments;
    private final Files files;

    Reading(ErsParts parts) {
        this.repository = parts.repository();
        this.records = parts.records();
        this.appointments = new Appointments(parts);
        this.files = parts.files();
    }

    FhirResponse request(ErsRequest request) {
        Referral referral = records.read(request.path(1), Records.Kind.EITHER, request.caller());
        requireCurrent(request, referral.version());
        return Answers.versioned(200, view(referral), referral.version(), request);
    }

    /** The whole of a request, with its appointment and documents. */
    ObjectNode view(Referral referral) {
        Optional<ObjectNode> current = referral.isAdvice()
                ? Optional.empty()
                : appointments.current(referral).map(AppointmentView::of);
        return ReferralView.of(referral, current, files.read(referral.documents()));
    }

    FhirResponse appointment(ErsRequest request) {
        StoredResource stored = Optional.of(request.path(1))
                .filter(ResourceKey::isLogicalId)
                .flatMap(id -> repository.read(Appointments.key(id)))
                .filter(found -> !found.isDeleted())
                .orElseThrow(Reading::unknownAppointment);
        ObjectNode tree = stored.tree();
        Referral referral = referralOf(tree).orElseThrow(Reading::unknownAppointment);
        records.relationship().require(referral, request.caller());
        boolean current = appointments
                .current(referral)
                .filter(appointment -> appointment.key().equals(stored.key()))
                .isPresent();
        if (!current) {
            throw unknownAppointment();
        }
        requireCurrent(request, stored.version());
        return Answers.versioned(200, AppointmentView.of(tree), stored.version(), request);
    }

    ObjectNode appointment(String id) {
        return AppointmentView.of(repository.read(Appointments.key(id)).orElseThrow());
    }

    private Optional<Referral> referralOf(ObjectNode appointment) {
        return Elements.idOf(appointment.path("basedOn").path(0), Referral.TYPE)
                .flatMap(id -> repository.read(new ResourceKey(Referral.TYPE, id)))
                .filter(stored -> !stored.isDeleted())
                .map(Referral::of)
                .filter(referral -> Referral.isErs(referral.tree()));
    }

    private static void requireCurrent(ErsRequest request, long version) {
        boolean other = request.http().path().size() > 2 && !request.path(3).equals(Long.toString(version));
        if (other) {
            throw new SpineException(ErsError.NOT_FOUND, "Only the current version can be read");
        }
    }

    static SpineException unknownAppointment() {
        return new SpineException(ErsError.NOT_FOUND, "The appointment was not found");
    }
}
